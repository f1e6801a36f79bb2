import type { APIGatewayProxyEventV2 } from 'aws-lambda';
import { type Body, readBody } from '../http/body.ts';
import { type Answer, type Endpoint, endpoint } from '../http/endpoint.ts';
import { checked, type Fields, type Values } from '../http/fields.ts';
import { Problem, STATUS } from '../http/problem.ts';
import { findSession, keepAlive } from '../session/session.ts';
import type { Item, Key } from '../store/store.ts';
import { askToLogIn } from './ask-to-log-in.ts';
import { sidOf } from './cookie.ts';
import { recordId } from './fields.ts';
import { pointerKey } from './keys.ts';
import { envelope, type Failure, fail } from './outcome.ts';
import { ownRecord, type Pointer } from './records.ts';
import { type Role, SERVICE, type Visitor } from './visitor.ts';
import { wording } from './wording.ts';

/** What a route answers: the envelope's `data`, or why there is none. */
type Outcome = object | Failure;

/** A route that needs no session. */
type OpenRoute<F extends Fields> = {
  fields: F;
  answer: (request: { fields: Values<F> }) => Promise<Outcome>;
};

/** A route of a logged-in visitor. */
type Route<F extends Fields> = {
  fields: F;
  /** Items whose keys the request names: read in one request with the session, in this order. */
  reads?: (fields: Values<F>) => Key[];
  answer: (request: Request<F>) => Outcome | Promise<Outcome>;
};

type Request<F extends Fields> = { visitor: Visitor; fields: Values<F>; items: (Item | undefined)[] };

/** A route about one measurement of the visitor's own. */
type RecordRoute<F extends Fields> = {
  fields?: F;
  answer: (request: { visitor: Visitor; fields: Values<F>; record: Pointer }) => Promise<Outcome>;
};

type Read<F extends Fields> = { values: Values<F> } | { refused: Answer };

/** Makes the Lambda handler of a route that anyone may call. */
export const openRoute = <F extends Fields>({ fields, answer }: OpenRoute<F>): Endpoint =>
  endpoint(wording, async (event) => {
    const read = readFields(fields, await inputOf(event));
    if ('refused' in read) return read.refused;
    return { json: envelope(await answer({ fields: read.values })) };
  });

/**
 * Makes the Lambda handler of a route: finds the session by the cookie `sid`, then checks what is asked, and wraps the
 * outcome in the envelope. Whoever is not logged in is told where to log in, and nothing of the fields.
 */
export const route = <F extends Fields>({ fields, reads, answer }: Route<F>): Endpoint =>
  endpoint(wording, async (event) => {
    const input = await inputOf(event);
    const sid = sidOf(event);
    if (!sid) return askToLogIn(event);

    const read = readFields(fields, input);
    const alongside = 'values' in read ? (reads?.(read.values) ?? []) : [];
    const { session: visitor, items } = await findSession<Role>(SERVICE, sid, { alongside });
    if (!visitor) return askToLogIn(event);
    if ('refused' in read) return read.refused;

    const [outcome] = await Promise.all([
      answer({ visitor, fields: read.values, items }),
      keepAlive(visitor),
    ]);
    return { json: envelope(outcome) };
  });

/**
 * Makes the Lambda handler of a route that names a measurement by `record_id`. One of somebody else's is answered like
 * one that there is not.
 */
export const recordRoute = <F extends Fields>({ fields, answer }: RecordRoute<F>): Endpoint =>
  route<F & { record_id: typeof recordId }>({
    fields: { record_id: recordId, ...(fields as F) },
    reads: (fields) => [pointerKey((fields as { record_id: number }).record_id)],
    answer: ({ visitor, fields, items: [pointer] }) => {
      const record = ownRecord(visitor.openid, pointer);
      return record
        ? answer({ visitor, fields: fields as Values<F>, record })
        : fail('invalid', '测量记录不存在');
    },
  });

/** What a request says: its body or its query string, and the names in its path. */
const inputOf = async (event: APIGatewayProxyEventV2): Promise<Body> => {
  const hasBody = ['POST', 'PUT'].includes(event.requestContext.http.method);
  const said = hasBody ? await readBody(event) : event.queryStringParameters;
  return { ...said, ...event.pathParameters };
};

const readFields = <F extends Fields>(fields: F, input: Body): Read<F> => {
  const missing = Object.entries(fields).find(
    ([name, schema]) => input[name] === undefined && !schema.safeParse(undefined).success,
  );
  if (missing) return { refused: { status: 400, json: envelope(fail('missing', `缺少参数 ${missing[0]}`)) } };
  const values = checked(fields, input);
  if (!(values instanceof Problem)) return { values };
  return { refused: { status: STATUS[values.kind], json: wording(values, '') } };
};
