import { sha256 } from '../hash.ts';
import { ending, findSession, newSession, sessionId } from '../session/session.ts';
import { transact } from '../store/store.ts';
import { askWechat } from '../wechat/ask.ts';
import { isBadCode, WechatError } from '../wechat/errors.ts';
import { exchangeOauthCode, type OauthUser, readOauthUser } from '../wechat/oauth.ts';
import {
  type Claim,
  claim,
  done,
  failed,
  findAttempt,
  justGiven,
  type Return,
  type Unclaimed,
} from './attempts.ts';
import { cookieKey, userKey } from './keys.ts';
import { type Again, type Failure, loginFailed, type Onward, type Sentence, STALE } from './outcome.ts';
import { APP, type Role, SERVICE, SESSION_POLICY, type User, userIdOf } from './visitor.ts';

type Query = { code: string | undefined; state: string | undefined };
type Way = Pick<Onward, 'sid'> | Again | Sentence | Failure;

const AGAIN: Again = { again: true };
const REFUSED = { sentence: '您没有同意授权，无法登录。请返回后重新打开页面。' };
const SNAPSHOT = { sentence: '当前是快照页，无法登录。请点击页面右下角的“使用完整服务”后重试。' };

/** Why WeChat gave no user, and what the browser is answered. A code that is no longer good is got anew. */
const FAILURES = { 'bad code': AGAIN, snapshot: SNAPSHOT, trouble: loginFailed() } satisfies Record<
  string,
  Way
>;
type Why = keyof typeof FAILURES;

/**
 * Completes a login with what the browser brings back from WeChat: a session under a fresh `sid`, in place of the one
 * that the old `sid` may have had. However often the browser asks, WeChat is asked once; `attempts.ts` says what is
 * answered when.
 * @param begunWith the `sid` of this login, where another tab's took its place
 * @returns the browser's `sid` from now on
 */
export const completeLogin = async (
  { sid, begunWith }: { sid: string | undefined; begunWith: string | undefined },
  back: Query,
): Promise<Way> => {
  const way = await completeWith(sid ?? begunWith, back);
  return way === STALE && begunWith ? completeWith(begunWith, back) : way;
};

const completeWith = async (sid: string | undefined, { code, state }: Query): Promise<Way> => {
  if (!sid || !state) return AGAIN;
  if (!code) return withoutCode(sid, state);
  const back = { sid, state, code };
  const claimed = await claim(back);
  return 'id' in claimed ? logIn(back, claimed) : answerOf(back, claimed);
};

const withoutCode = async (sid: string, state: string): Promise<Way> => {
  const attempt = await findAttempt(state);
  const isOpen = attempt?.cookie === sha256(sid) && attempt.doneAt === undefined;
  return isOpen ? REFUSED : answerOf({ sid, state }, { attempt, hasWaited: false });
};

/** What a callback is answered that does not ask WeChat. */
const answerOf = async (
  { sid, state }: Pick<Return, 'sid' | 'state'>,
  { attempt, hasWaited }: Unclaimed,
): Promise<Way> => {
  if (attempt?.cookie === sha256(sid)) {
    if (hasWaited && attempt.failure) return FAILURES[attempt.failure as Why];
    const given = justGiven(sid, state, attempt);
    return given && (await findSession(SERVICE, given)).session ? { sid: given } : AGAIN;
  }
  const { session, items } = await findSession<Role>(SERVICE, sid, { alongside: [cookieKey(sid)] });
  const isOwn = session?.role.state === state || (attempt && session?.role.cookie === attempt.cookie);
  if (isOwn) return { sid };
  return attempt && (session || items[0]) ? STALE : AGAIN;
};

/** Asks WeChat who it is, and begins their session. */
const logIn = async (back: Return, claimed: Claim): Promise<Way> => {
  const user = await askWho(back.code);
  if (typeof user === 'string') {
    await failed(back.state, claimed, user);
    return FAILURES[user];
  }
  return (await begin(user, back, claimed)) ? { sid: claimed.sid } : AGAIN;
};

/** Asks WeChat whose code it is. */
const askWho = async (code: string): Promise<OauthUser | Why> => {
  const user = await askWechat(APP, async (app) => {
    const grant = await exchangeOauthCode(app, code);
    if (grant.isSnapshot) return 'snapshot';
    return { ...(await readOauthUser(grant)), ...(grant.unionid && { unionid: grant.unionid }) };
  });
  if (user instanceof WechatError) return isBadCode(user) ? 'bad code' : 'trouble';
  return user ?? 'trouble';
};

/**
 * Begins the session, ends the one before, notes who the user is and that the attempt is done, all in one.
 * @returns false when the claim was lost meanwhile
 */
const begin = async (wechatUser: OauthUser, { sid, state }: Return, claimed: Claim): Promise<boolean> => {
  const { openid, unionid, nickname, sex, headimgurl } = wechatUser;
  const user: User = { user_id: userIdOf(openid), nickname, sex, headimgurl };
  const session = newSession<Role>({
    key: claimed.sid,
    service: SERVICE,
    app: APP,
    openid,
    unionid,
    role: { user, state, cookie: sha256(sid) },
    policy: SESSION_POLICY,
  });
  const written = await transact([
    session.write,
    ending(sessionId(sid)),
    { update: userKey(openid), set: { ...user, unionid } },
    done(state, claimed),
  ]);
  return written.every(({ ok }) => ok);
};
