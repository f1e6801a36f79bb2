import { setting } from '../env.ts';
import { findSession, isSessionKey, keepAlive, type Session, sessionId } from '../session/session.ts';
import type { Key } from '../store/store.ts';
import { nowSeconds } from '../time.ts';
import { type Failure, fail } from './outcome.ts';

/** What mina's sessions are good for. */
export const SERVICE = 'mina';

/**
 * What a session knows of its user. `user_info` is what WeChat encrypted, as JSON text: that keeps every number and
 * the order of the names, which a DynamoDB map does not. null: never told.
 */
export type Role = { uuid: string; user_info: string | null };

/** A user of an app as stored: `session` is the id of the one session that lives, `loginEndsAt` epoch seconds. */
export type User = {
  app: string;
  openid: string;
  user_info: string | null;
  session: string;
  loginEndsAt: number;
  createdAt: number;
};

export type UserInfo = Record<string, unknown>;

/** Whose session it is. */
export type Visitor = { uuid: string; openid: string; userInfo: UserInfo | null };

const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;

/**
 * Whose session this is, by uuid and skey together (`/mina/auth`). A success moves the end of an unused session.
 * @returns 'unknown session' also for another app's uuid
 */
export const checkSession = async (app: string, uuid: string, skey: string): Promise<Visitor | Failure> => {
  if (!UUID.test(uuid)) return fail('unknown session');
  const { session, items } = await findSession<Role>(SERVICE, skey, { alongside: [userKey(uuid)] });
  const user = items[0] as User | undefined;
  if (user?.app !== app) return fail('unknown session');
  if (user.session !== sessionId(skey)) return fail('wrong skey');
  if (!session) return fail(user.loginEndsAt <= nowSeconds() ? 'login expired' : 'session expired');
  return admit(session);
};

/** Whose session this is, by skey alone (wafer2). Like `checkSession`, but it cannot tell why there is none. */
export const checkSkey = async (app: string, skey: string): Promise<Visitor | Failure> => {
  const { session } = isSessionKey(skey) ? await findSession<Role>(SERVICE, skey) : {};
  return session?.app === app ? admit(session) : fail('unknown session');
};

/** What Tencent's SDKs are told of a user: never nothing, which they take for a failure. */
export const describeUser = ({ userInfo, openid }: Visitor): UserInfo => userInfo ?? { openId: openid };

/** Who a session says it is. */
export const visitorOf = ({ openid, role }: Pick<Session<Role>, 'openid' | 'role'>): Visitor => ({
  uuid: role.uuid,
  openid,
  userInfo: role.user_info === null ? null : JSON.parse(role.user_info),
});

export const userKey = (uuid: string): Key => ({ table: setting('MINA_TABLE'), pk: uuid });

const admit = async (session: Session<Role>): Promise<Visitor> => {
  await keepAlive(session);
  return visitorOf(session);
};
