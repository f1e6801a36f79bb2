import { readBody } from '../http/body.ts';
import { type Endpoint, endpoint } from '../http/endpoint.ts';
import { check, type Fields, type Values } from '../http/fields.ts';
import { Failure, messageOf } from './outcome.ts';
import { wording } from './wording.ts';

/** What an answer carries beside `ok`. */
type Success = { msg: string; data: Record<string, unknown> };

/** Makes the Lambda handler of a route of the source's own dialect: JSON in, `{ok, msg, data}` out. */
export const wxapp = <F extends Fields>(
  fields: F,
  answer: (fields: Values<F>) => Promise<Success | Failure>,
): Endpoint =>
  endpoint(wording, async (event) => {
    const outcome = await answer(check(fields, await readBody(event)));
    return {
      json:
        outcome instanceof Failure
          ? { ok: 'fail', msg: messageOf(outcome), data: null }
          : { ok: 'success', ...outcome },
    };
  });
