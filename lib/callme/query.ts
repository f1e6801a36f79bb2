import { type Body, readBody } from '../http/body.ts';
import { check, type Fields } from '../http/fields.ts';
import { Problem } from '../http/problem.ts';
import { behind, type Dialect, type Door, openTo, type Route, type RouteHandler } from '../http/route.ts';
import { findSession, isSessionKey } from '../session/session.ts';
import { type Caller, type Role, SERVICE, type Who } from './callers.ts';
import type { QueryName } from './names.ts';
import { type Done, type FailMsg, Failure, fail, type Outcome } from './outcome.ts';
import { wording } from './wording.ts';

/** A query of a logged-in caller: `who` says whether theirs is one that may send it. */
type Query<F extends Fields, C extends Caller, A> = { who: Who<C> } & Route<
  F,
  string,
  { caller: C },
  A,
  Done,
  FailMsg
>;

/** Makes the Lambda handler of a query that anyone may send. */
export const openQuery = <F extends Fields>(
  name: QueryName,
  query: Route<F, object, object, undefined, Done, FailMsg>,
): RouteHandler => openTo(dialect(name))(query);

/** Makes the Lambda handler of a query: finds the session, checks who asks and then what they ask. */
export const query = <F extends Fields, C extends Caller, A = undefined>(
  name: QueryName,
  { who, ...query }: Query<F, C, A>,
): RouteHandler => behind(dialect(name), sessionOf(who))(query);

/** A body with fields in, `{"<query>Success": …}` out. */
const dialect = (name: QueryName): Dialect<object, Body, Done, FailMsg> => ({
  hear: async (event) => {
    const body = await readBody(event);
    // The address says it, too: the two must not differ.
    if ((body.query ?? name) !== name) throw new Problem('broken body');
    return body;
  },
  take: check,
  say: (outcome) => ({ json: envelope(name, outcome) }),
  wording: wording(name),
});

/** The `sessionKey` in the body. */
const sessionOf = <C extends Caller>(who: Who<C>): Door<Body, string, { caller: C }, FailMsg> => ({
  claim: async (_, said) => {
    const { sessionKey } = await said;
    return isSessionKey(sessionKey) ? sessionKey : fail('Session Time Out');
  },
  find: async (sessionKey, alongside, quick) => {
    const { session, items } = await findSession<Role>(SERVICE, sessionKey, { alongside, quick });
    if (!session) return fail('Session Time Out');
    const caller = who(session);
    return caller instanceof Failure ? caller : { who: { caller }, items, session };
  },
  outcomes: ['Session Time Out', ...(who.otherwise ? [who.otherwise] : [])],
});

const envelope = (name: QueryName, outcome: Outcome) => {
  if (!(outcome instanceof Failure)) return { [`${name}Success`]: 'success', ...outcome };
  // The one failure that the source names apart from any query.
  if (outcome.word === 'Session Time Out') return { queryErr: outcome.word };
  return { [`${name}Success`]: 'fail', failMsg: outcome.word, ...outcome.more };
};
