import type { APIGatewayProxyEventV2 } from 'aws-lambda';
import { type Body, readBody } from '../http/body.ts';
import { type Endpoint, endpoint } from '../http/endpoint.ts';
import { checked, type Fields, type Values } from '../http/fields.ts';
import { Problem } from '../http/problem.ts';
import { findSession, keepAlive } from '../session/session.ts';
import type { Item, Key } from '../store/store.ts';
import { envelope, incomplete } from './answer.ts';
import { credentials } from './fields.ts';
import { userKey } from './keys.ts';
import { fail, type Outcome } from './outcome.ts';
import { type Role, SERVICE, toUser, type User } from './users.ts';
import { wording } from './wording.ts';

/** A route that needs no session. */
type OpenRoute<F extends Fields> = {
  fields: F;
  answer: (request: { fields: Values<F> }) => Promise<Outcome>;
};

/** A route of a user who is logged in. */
type UserRoute<F extends Fields> = {
  fields?: F;
  /** Items whose keys the request names: read in one request with session and user, in this order. */
  reads?: (request: Values<F> & { userid: string }) => Key[];
  answer: (request: {
    user: User;
    fields: Values<F>;
    items: (Item | undefined)[];
  }) => Outcome | Promise<Outcome>;
};

/** Makes the Lambda handler of a route that anyone may ask. */
export const openRoute = <F extends Fields>({ fields, answer }: OpenRoute<F>): Endpoint =>
  endpoint(wording, async (event) => {
    const values = checked(fields, await readGiven(event));
    return values instanceof Problem ? incomplete(values) : envelope(await answer({ fields: values }));
  });

/**
 * Makes the Lambda handler of a user's route: finds user and session, checks that they belong together and then what is
 * asked, and wraps the outcome in rental's envelope.
 */
export const userRoute = <F extends Fields>(route: UserRoute<F>): Endpoint =>
  endpoint(wording, async (event) => {
    const given = await readGiven(event);
    const named = checked(credentials, given);
    if (named instanceof Problem) return incomplete(named);

    const { userid, client_session_id } = named;
    const fields = checked(route.fields ?? ({} as F), given);
    const reads = fields instanceof Problem ? [] : (route.reads?.({ ...fields, userid }) ?? []);
    const found = await findSession<Role>(SERVICE, client_session_id, {
      alongside: [userKey(userid), ...reads],
    });
    const {
      session,
      items: [user, ...items],
    } = found;
    if (!user) return envelope(fail('invalid userid'));
    if (session?.role.userid !== userid) return envelope(fail('invalid session_id'));
    if (fields instanceof Problem) return incomplete(fields);

    const answering = route.answer({ user: toUser(user), fields, items });
    const [outcome] = await Promise.all([answering, keepAlive(session)]);
    return envelope(outcome);
  });

/** What a request says, wherever it says it: in its address, its query string, its body, and one header. */
const readGiven = async (event: APIGatewayProxyEventV2): Promise<Body> => ({
  client_session_id: event.headers['x-client-session-id'],
  ...event.queryStringParameters,
  ...(event.body && (await readBody(event))),
  ...event.pathParameters,
});
