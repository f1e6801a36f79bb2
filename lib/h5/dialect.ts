import { type Body, readBody } from '../http/body.ts';
import { check } from '../http/fields.ts';
import type { Dialect } from '../http/route.ts';
import { askToLogIn } from './ask-to-log-in.ts';
import { type CODE, envelope, Failure } from './outcome.ts';
import { wording } from './wording.ts';

/** A body or a query string, and the names in the path, in; `{ok: true, data}` or `{ok: false, error}` out. */
export const dialect: Dialect<object, Body, object, keyof typeof CODE> = {
  hear: async (event) => {
    const hasBody = ['POST', 'PUT'].includes(event.requestContext.http.method);
    const said = hasBody ? await readBody(event) : event.queryStringParameters;
    return { ...said, ...event.pathParameters };
  },
  take: check,
  say: (outcome, { event }) =>
    outcome instanceof Failure && outcome.word === 'unauthorized'
      ? askToLogIn(outcome, event)
      : { json: envelope(outcome) },
  wording,
};
