import type { APIGatewayProxyEventV2 } from 'aws-lambda';
import { type Body, readBare, readBody } from '../http/body.ts';
import { sessionCookie } from '../http/cookies.ts';
import { check } from '../http/fields.ts';
import type { Dialect } from '../http/route.ts';
import { envelope } from './envelope.ts';
import { Failure, type Message } from './outcome.ts';
import { wording } from './wording.ts';

/**
 * What this dialect wants to know of a route: the message of success, and whether its body is a JSON object (`named`)
 * or one bare value, which is then the field of that name.
 */
export type Form = { done: string; body?: 'named' | 'id' | 'code' };

/** What a route answers. `cookie`: the session key that the client is to keep, '' for none. */
export type Content = { data?: unknown; sessionId?: string; cookie?: string };

/** The cookie of a servlet container. */
export const COOKIE = 'JSESSIONID';

/** Fields in the query string, the path and the body in, the five fields of the envelope out. */
export const dialect: Dialect<Form, Body, Content, Message> = {
  hear: async (event, { body }) => ({
    ...(body && (await bodyOf(event, body))),
    ...event.queryStringParameters,
    ...event.pathParameters,
  }),
  take: check,
  say: (outcome, { event, form: { done }, who = {} }) => {
    const login = 'user' in who;
    if (outcome instanceof Failure) return { json: envelope({ flag: false, message: outcome.word, login }) };
    const { cookie, ...content } = outcome;
    return {
      json: envelope({ flag: true, ...content, message: done, login }),
      ...(cookie !== undefined && { cookies: [sessionCookie(event, COOKIE, cookie)] }),
    };
  },
  wording,
};

const bodyOf = async (event: APIGatewayProxyEventV2, body: NonNullable<Form['body']>): Promise<Body> => {
  if (body === 'named') return readBody(event);
  const value = readBare(event);
  return value === '' ? {} : { [body]: value };
};
