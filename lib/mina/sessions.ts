import { findSession, isSessionKey, keepAlive, type Session, sessionId } from '../session/session.ts';
import { nowSeconds } from '../time.ts';
import { findApp } from '../wechat/apps.ts';
import { Failure, fail } from './outcome.ts';
import { type Role, SERVICE, type User, userKey } from './users.ts';

export type UserInfo = Record<string, unknown>;

/** Whose session it is. `told`: what the user let us know; null: nothing. */
export type Visitor = {
  uuid: string;
  openid: string;
  unionid?: string | undefined;
  told: UserInfo | null;
};

const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;

/**
 * Whose session this is, by uuid and skey together (`/mina/auth`). A success moves the end of an unused session.
 * @returns 'unknown session' also for another app's uuid
 */
export const checkSession = async (app: string, uuid: string, skey: string): Promise<Visitor | Failure> => {
  const found = await findByUuid(app, uuid, skey);
  if (found instanceof Failure) return found;
  await keepAlive(found.session);
  return visitorOf(uuid, found.user);
};

/** Whose session this is, by skey alone (wafer2). Like `checkSession`, but it cannot tell why there is none. */
export const checkSkey = async (app: string, skey: string): Promise<Visitor | Failure> => {
  const { session } = isSessionKey(skey) ? await findSession<Role>(SERVICE, skey) : {};
  if (session?.app !== app) return unknownIn(app);
  await keepAlive(session);
  return visitorOf(session.role.uuid, { ...session, ...session.role });
};

/** The session of this uuid and skey, and its user. */
export const findByUuid = async (
  app: string,
  uuid: string,
  skey: string,
): Promise<{ session: Session<Role>; user: User } | Failure> => {
  if (!UUID.test(uuid)) return unknownIn(app);
  const { session, items } = await findSession<Role>(SERVICE, skey, { alongside: [userKey(uuid)] });
  const user = items[0] as User | undefined;
  if (user?.app !== app) return unknownIn(app);
  if (session?.role.uuid === uuid) return { session, user };
  if (user.session !== sessionId(skey)) return fail('wrong skey');
  return fail(user.loginEndsAt <= nowSeconds() ? 'login expired' : 'session expired');
};

/** Who somebody is, from what is stored of them. */
export const visitorOf = (
  uuid: string,
  { openid, unionid, user_info }: Pick<User, 'openid' | 'unionid' | 'user_info'>,
): Visitor => ({ uuid, openid, unionid, told: user_info === null ? null : JSON.parse(user_info) });

/**
 * What is told of a user: never nothing, which Tencent's SDKs take for a failure. Who it is says the login alone: what
 * `wx.getUserInfo()` gives may lack the ids.
 */
export const describeUser = ({ openid, unionid, told }: Visitor): UserInfo => {
  const ids = { openId: openid, ...(unionid !== undefined && { unionId: unionid }) };
  return { ...ids, ...told, ...ids };
};

/** Why there is no session: in an app that there is not, nobody can log in again. */
const unknownIn = async (app: string): Promise<Failure> =>
  fail((await findApp(app)) ? 'unknown session' : 'unknown app');
