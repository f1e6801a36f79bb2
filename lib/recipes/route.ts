import type { Body } from '../http/body.ts';
import { cookieOf } from '../http/cookies.ts';
import { behind, type Door, openTo } from '../http/route.ts';
import { COOKIE, dialect } from './dialect.ts';
import { fail, type Message } from './outcome.ts';
import { type Caller, findCaller } from './sessions.ts';
import type { User } from './users.ts';

/** A registered user who is logged in, by the cookie. */
const member: Door<Body, string, { user: User }, Message> = {
  claim: (event) => cookieOf(event, COOKIE) ?? fail('用户未登录'),
  find: async (sessionKey, keys) => {
    const { caller, items } = await findCaller(sessionKey, keys);
    if (!caller) return fail('用户未登录');
    const { session } = caller;
    return { who: { user: session.role }, items, session };
  },
  outcomes: ['用户未登录'],
};

/** Anyone, with their session if they have one. */
const visitor: Door<Body, string, { caller: Caller | undefined }, Message> = {
  claim: (event) => cookieOf(event, COOKIE) ?? '',
  find: async (sessionKey, keys) => {
    const { caller, items } = await findCaller(sessionKey, keys);
    return { who: { caller }, items, session: caller?.session };
  },
  outcomes: [],
};

/** Makes the Lambda handler of a route that anyone may ask. */
export const openRoute = /* @__PURE__ */ openTo(dialect);

/** Makes the Lambda handler of a route that has to do with the caller's session, if there is one. */
export const visitorRoute = /* @__PURE__ */ behind(dialect, visitor);

/** Makes the Lambda handler of a route for logged-in users. */
export const memberRoute = /* @__PURE__ */ behind(dialect, member);
