import { uuidOf } from '../hash.ts';
import { log } from '../log.ts';
import { ending, type Identity, newSession, type SessionPolicy } from '../session/session.ts';
import { ABSENT, readOne, transact, type Write } from '../store/store.ts';
import { undisturbed } from '../store/undisturbed.ts';
import { DAY, nowSeconds } from '../time.ts';
import type { App } from '../wechat/apps.ts';
import { askWechat } from '../wechat/ask.ts';
import { DecryptionError, decrypt, WatermarkError } from '../wechat/decrypt.ts';
import { isBadCode, WechatError } from '../wechat/errors.ts';
import { code2Session } from '../wechat/login.ts';
import { Failure, fail } from './outcome.ts';
import { type Role, SERVICE, type User, userKey, type Visitor, visitorOf } from './sessions.ts';

/** What a client logs in with. */
export type LoginRequest = {
  app: string;
  /** What `wx.login()` gave. */
  code: string;
  /** What `wx.getUserInfo()` gave; clients of WeChat's first days knew no iv, and meant the session_key. */
  openData?: { encryptedData: string; iv?: string | undefined } | undefined;
};

/** A new session. `duration`: seconds that it lives unused; `time`: when it began, epoch seconds. */
export type Login = Visitor & { skey: string; duration: number; time: number; isNewUser: boolean };

const LOGIN_DURATION = 30;
const SESSION_DURATION = 2_592_000;
/** Bytes of JSON: the source's varchar(2048). */
const LARGEST_USER_INFO = 2048;
/** Of many logins of one user at once, one succeeds in every round. */
const TRIES = 20;

/**
 * Logs a user in with the code of `wx.login()`. A user has one session: the one before ends with the same write.
 * The uuid stays, and so does what was known of a user who tells nothing this time.
 */
export const logIn = async ({ app: id, code, openData }: LoginRequest): Promise<Login | Failure> => {
  const exchanged = await askWechat(id, async (app) => ({ app, identity: await code2Session(app, code) }));
  if (exchanged === undefined) return fail('unknown app');
  if (exchanged instanceof WechatError) return refusal(exchanged);
  const { app, identity } = exchanged;

  const told = openData && readUserInfo(app, identity.session_key, openData);
  return told instanceof Failure ? told : begin(app, identity, told);
};

const refusal = (error: WechatError): Failure => {
  if (error.errcode === undefined) return fail('WeChat unreachable');
  return fail(isBadCode(error) ? 'bad code' : 'WeChat refused', error.errcode);
};

/** The user's data as JSON text. */
const readUserInfo = (
  { id, appid }: App,
  session_key: string,
  { encryptedData, iv = session_key }: NonNullable<LoginRequest['openData']>,
): string | Failure => {
  try {
    const text = JSON.stringify(decrypt(appid, session_key, encryptedData, iv));
    return Buffer.byteLength(text) > LARGEST_USER_INFO ? fail('user info too large') : text;
  } catch (error) {
    if (!(error instanceof DecryptionError)) throw error;
    log('warn', 'user data not readable', { app: id, reason: error.message });
    return fail(error instanceof WatermarkError ? 'foreign watermark' : 'not decrypted');
  }
};

/** Starts a session. Whoever loses the race to another login of the same user looks again, and ends that one. */
const begin = (app: App, identity: Identity, told: string | undefined): Promise<Login> => {
  const uuid = uuidOf(`${app.id}#${identity.openid}`);
  return undisturbed(async () => {
    const known = (await readOne(userKey(uuid))) as User | undefined;
    const role = { uuid, user_info: told ?? known?.user_info ?? null };
    return replace(known, app, identity, role);
  }, TRIES);
};

/** Puts a new session in the place of the one that a user had; undefined when another login did so first. */
const replace = async (
  known: User | undefined,
  app: App,
  identity: Identity,
  role: Role,
): Promise<Login | undefined> => {
  const policy = policyOf(app);
  const session = newSession({ service: SERVICE, app: app.id, ...identity, role, policy });
  const time = nowSeconds();
  const { openid } = identity;
  const user: User = {
    app: app.id,
    openid,
    user_info: role.user_info,
    session: session.id,
    loginEndsAt: time + policy.absolute,
    createdAt: known?.createdAt ?? time,
  };
  const ended = known ? [ending(known.session)] : [];
  const written = await transact([session.write, ...ended, storing(role.uuid, user, known)]);
  if (!written.every(({ ok }) => ok)) return undefined;

  const duration = Math.min(policy.idle, policy.absolute);
  return { ...visitorOf({ openid, role }), skey: session.sessionKey, duration, time, isNewUser: !known };
};

/** Stores a user, if nobody logged in as the same since it was read. */
const storing = (uuid: string, user: User, known: User | undefined): Write => ({
  put: userKey(uuid),
  item: user,
  ...(known ? { when: '#session = :known', values: { ':known': known.session } } : { when: ABSENT }),
});

/** How long an app's sessions live, as its operator set it. */
const policyOf = ({
  sessionDuration = SESSION_DURATION,
  loginDuration = LOGIN_DURATION,
}: App): SessionPolicy => ({
  idle: sessionDuration,
  absolute: loginDuration * DAY,
});
