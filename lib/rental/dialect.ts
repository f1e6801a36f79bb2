import type { APIGatewayProxyEventV2 } from 'aws-lambda';
import { type Body, readBody } from '../http/body.ts';
import { check } from '../http/fields.ts';
import type { Dialect } from '../http/route.ts';
import { type Done, type ErrorWord, Failure, type Outcome } from './outcome.ts';
import { wording } from './wording.ts';

const FORBIDDEN = 403;

/** How cabinets speak: what is signed, the body, in; `{status: "accepted", …}` or `{status: "error: …"}` out. */
export const dialect: Dialect<object, Body, Done, ErrorWord> = {
  hear: readBody,
  take: check,
  say: (outcome) => ({
    json: envelope(outcome),
    ...(outcome instanceof Failure && outcome.word === 'invalid signature' && { status: FORBIDDEN }),
  }),
  wording,
};

/** How users speak: the same, wherever a field stands. An incomplete request is one of the documented outcomes. */
export const usersDialect: typeof dialect = {
  ...dialect,
  hear: async (event) => ({
    ...event.queryStringParameters,
    ...(await bodyOf(event)),
    ...event.pathParameters,
  }),
  status: ({ kind }) => (kind === 'invalid field' ? 200 : undefined),
};

const bodyOf = async (event: APIGatewayProxyEventV2): Promise<Body> => (event.body ? readBody(event) : {});

const envelope = (outcome: Outcome) => {
  if (!(outcome instanceof Failure)) return { status: 'accepted', ...outcome };
  const { word, more } = outcome;
  return { status: `error: ${word}${word === 'weixin' ? `: ${more.said}` : ''}` };
};
