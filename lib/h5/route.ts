import type { Body } from '../http/body.ts';
import type { Fields, Values } from '../http/fields.ts';
import { behind, type Door, openTo, type RouteHandler } from '../http/route.ts';
import { findSession } from '../session/session.ts';
import { sidOf } from './cookie.ts';
import { dialect } from './dialect.ts';
import { recordId } from './ids.ts';
import { pointerKey } from './keys.ts';
import { type CODE, type Failure, fail } from './outcome.ts';
import { ownRecord, type Pointer } from './records.ts';
import { type Role, SERVICE, type Visitor } from './visitor.ts';

type Reason = keyof typeof CODE;

/** A route about one measurement of the visitor's own. */
type RecordRoute<F extends Fields> = {
  fields?: F;
  answer: (request: { visitor: Visitor; fields: Values<F>; record: Pointer }) => Promise<object | Failure>;
};

const stranger = (): Failure => fail('unauthorized', '未登录或登录已过期');

/** A logged-in visitor, by the cookie `sid`. Whoever is none is told where to log in. */
const visitor: Door<Body, string, { visitor: Visitor }, Reason> = {
  claim: (event) => sidOf(event) ?? stranger(),
  find: async (sid, alongside) => {
    const { session, items } = await findSession<Role>(SERVICE, sid, { alongside });
    return session ? { who: { visitor: session }, items, session } : stranger();
  },
  outcomes: ['unauthorized'],
};

/** Makes the Lambda handler of a route that anyone may call. */
export const openRoute = /* @__PURE__ */ openTo(dialect);

/** Makes the Lambda handler of a visitor's route. */
export const route = /* @__PURE__ */ behind(dialect, visitor);

/**
 * Makes the Lambda handler of a route that names a measurement by `record_id`. One of somebody else's is answered like
 * one that there is not.
 */
export const recordRoute = <F extends Fields>({ fields, answer }: RecordRoute<F>): RouteHandler =>
  route<F & { record_id: typeof recordId }, undefined>({
    fields: { record_id: recordId, ...(fields as F) },
    outcomes: ['invalid'],
    reads: (fields) => [pointerKey((fields as { record_id: number }).record_id)],
    answer: ({ visitor, fields, items: [pointer] }) => {
      const record = ownRecord(visitor.openid, pointer);
      return record
        ? answer({ visitor, fields: fields as Values<F>, record })
        : fail('invalid', '测量记录不存在');
    },
  });
