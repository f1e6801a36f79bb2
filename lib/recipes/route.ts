import type { APIGatewayProxyEventV2 } from 'aws-lambda';
import { cookieOf, sessionCookie } from '../http/cookies.ts';
import { type Answer, type Endpoint, endpoint } from '../http/endpoint.ts';
import { orProblem, Problem } from '../http/problem.ts';
import { keepAlive } from '../session/session.ts';
import type { Item, Key } from '../store/store.ts';
import { envelope } from './envelope.ts';
import { Refusal, refuse } from './outcome.ts';
import { type Caller, findCaller } from './sessions.ts';
import type { User } from './users.ts';
import { wording } from './wording.ts';

/** What a route answers, or why it does not. `cookie`: the session key that the client is to keep, '' for none. */
type Said = { data?: unknown; sessionId?: string; cookie?: string } | Refusal;

/** A route of logged-in users. `done` is the message of success. */
type MemberRoute<I> = {
  input: (event: APIGatewayProxyEventV2) => I;
  /** Items whose keys the request names: read in one request with the session, in this order. */
  reads?: (input: I) => Key[];
  done: string;
  answer: (request: { user: User; input: I; items: (Item | undefined)[] }) => Promise<Said>;
};

const COOKIE = 'JSESSIONID';

/** Makes the Lambda handler of a route that anyone may ask. */
export const openRoute = (done: string, answer: (event: APIGatewayProxyEventV2) => Promise<Said>): Endpoint =>
  endpoint(wording, async (event) => worded(event, done, false, await answer(event)));

/** Makes the Lambda handler of a route that has to do with the caller's session, if there is one. */
export const visitorRoute = (
  done: string,
  answer: (caller: Caller | undefined, event: APIGatewayProxyEventV2) => Promise<Said>,
): Endpoint =>
  openRoute(done, async (event) => {
    const { caller } = await callerOf(event);
    const [said] = await Promise.all([answer(caller, event), caller && keepAlive(caller.session)]);
    return said;
  });

/** Makes the Lambda handler of a route for logged-in users. Whoever is none learns nothing of the fields. */
export const memberRoute = <I>({ input: readInput, reads, done, answer }: MemberRoute<I>): Endpoint =>
  endpoint(wording, async (event) => {
    const input = orProblem(() => readInput(event));
    const { caller, items } = await callerOf(event, input instanceof Problem ? [] : reads?.(input));
    if (!caller) return worded(event, done, false, refuse('用户未登录'));
    if (input instanceof Problem) throw input;
    const { session } = caller;
    const [said] = await Promise.all([answer({ user: session.role, input, items }), keepAlive(session)]);
    return worded(event, done, true, said);
  });

const callerOf = (event: APIGatewayProxyEventV2, alongside?: Key[]) =>
  findCaller(cookieOf(event, COOKIE) ?? '', alongside);

const worded = (event: APIGatewayProxyEventV2, done: string, login: boolean, said: Said): Answer => {
  if (said instanceof Refusal) return { json: envelope({ flag: false, message: said.message, login }) };
  const { cookie, ...content } = said;
  return {
    json: envelope({ flag: true, ...content, message: done, login }),
    ...(cookie !== undefined && { cookies: [sessionCookie(event, COOKIE, cookie)] }),
  };
};
