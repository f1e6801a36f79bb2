import type { APIGatewayProxyEventV2 } from 'aws-lambda';
import { type Body, readBody } from '../http/body.ts';
import { type Answer, type Endpoint, endpoint } from '../http/endpoint.ts';
import { check, checked, type Fields, type Values } from '../http/fields.ts';
import { originOf } from '../http/origin.ts';
import { Problem } from '../http/problem.ts';
import { findSession, isSessionKey, keepAlive } from '../session/session.ts';
import type { Item, Key } from '../store/store.ts';
import { type Caller, type Role, SERVICE, type Who } from './callers.ts';
import type { QueryName } from './names.ts';
import { Failure, type Outcome } from './outcome.ts';
import { wording } from './wording.ts';

/** A query that needs no session. */
type OpenQuery<F extends Fields> = {
  fields: F;
  answer: (request: { fields: Values<F> }) => Promise<Outcome>;
};

/** A query of a logged-in caller. */
type Query<F extends Fields, C extends Caller, A> = {
  who: Who<C>;
  fields?: F;
  /** Items whose keys the request names: read in one request with the session, in this order. */
  reads?: (fields: Values<F>) => Key[];
  /** Whatever else can be read before it is known who asks, at the same time. */
  alongside?: (fields: Values<F>) => Promise<A>;
  /** Read session and items at half the cost, perhaps a moment old. */
  quick?: boolean;
  answer: (request: Request<F, C, A>) => Outcome | Promise<Outcome>;
};

type Request<F extends Fields, C extends Caller, A> = {
  caller: C;
  fields: Values<F>;
  items: (Item | undefined)[];
  alongside: A;
  /** The address that the client reached us at, such as `https://api.example.com`. */
  origin: string;
};

const SESSION_TIME_OUT = { queryErr: 'Session Time Out' };

/** Makes the Lambda handler of a query that anyone may send. */
export const openQuery = <F extends Fields>(name: QueryName, { fields, answer }: OpenQuery<F>): Endpoint =>
  endpoint(wording(name), async (event) => {
    const body = await readQuery(name, event);
    return envelope(name, await answer({ fields: check(fields, body) }));
  });

/**
 * Makes the Lambda handler of a query: finds the session, checks who asks and then what they ask, and wraps the
 * outcome in callme's envelope. A caller without a session learns nothing of the fields.
 */
export const query = <F extends Fields, C extends Caller, A = undefined>(
  name: QueryName,
  definition: Query<F, C, A>,
): Endpoint =>
  endpoint(wording(name), async (event) => {
    const body = await readQuery(name, event);
    if (!isSessionKey(body.sessionKey)) return { json: SESSION_TIME_OUT };

    const fields = checked(definition.fields ?? ({} as F), body);
    const { session, items, alongside } = await readTogether(definition, body.sessionKey, fields);
    if (!session) return { json: SESSION_TIME_OUT };

    const caller = definition.who(session);
    if (caller instanceof Failure) return envelope(name, caller);
    if (fields instanceof Problem) throw fields;

    const request = { caller, fields, items, alongside: alongside as A, origin: originOf(event) };
    const [outcome] = await Promise.all([definition.answer(request), keepAlive(session)]);
    return envelope(name, outcome);
  });

/** The body, whose `query` may be left out but must not name another query than the address does. */
const readQuery = async (name: QueryName, event: APIGatewayProxyEventV2): Promise<Body> => {
  const body = await readBody(event);
  if ((body.query ?? name) !== name) throw new Problem('broken body');
  return body;
};

/** Reads the session with all that the query wants; of wrong fields only the session is left to read. */
const readTogether = async <F extends Fields, C extends Caller, A>(
  { reads, alongside, quick = false }: Query<F, C, A>,
  sessionKey: string,
  fields: Values<F> | Problem,
) => {
  const wanted = fields instanceof Problem ? undefined : fields;
  const [found, others] = await Promise.all([
    findSession<Role>(SERVICE, sessionKey, { alongside: (wanted && reads?.(wanted)) ?? [], quick }),
    wanted && alongside?.(wanted),
  ]);
  return { ...found, alongside: others };
};

const envelope = (name: QueryName, outcome: Outcome): Answer => ({
  json:
    outcome instanceof Failure
      ? { [`${name}Success`]: 'fail', failMsg: outcome.failMsg, ...outcome.more }
      : { [`${name}Success`]: 'success', ...outcome },
});
