import { type Body, readBody } from '../http/body.ts';
import { check } from '../http/fields.ts';
import { type Dialect, openTo } from '../http/route.ts';
import { allSent } from './fields.ts';
import { Failure, messageOf, type Reason } from './outcome.ts';
import { wording } from './wording.ts';

/** What an answer carries beside `ok`. */
type Success = { msg: string; data: Record<string, unknown> | null };

/** The source's own dialect: JSON in, `{ok, msg, data}` out. */
const dialect: Dialect<object, Body, Success, Reason> = {
  hear: async (event) => allSent(await readBody(event)),
  take: check,
  say: (outcome) => ({
    json:
      outcome instanceof Failure
        ? { ok: 'fail', msg: messageOf(outcome), data: null }
        : { ok: 'success', ...outcome },
  }),
  wording,
};

/** Makes the Lambda handler of a route of the source's own dialect. */
export const wxapp = openTo(dialect);
