import { ending, findSession, newSession, sessionId } from '../session/session.ts';
import { PRESENT, transact, write } from '../store/store.ts';
import { askWechat } from '../wechat/ask.ts';
import { isBadCode, WechatError } from '../wechat/errors.ts';
import { exchangeOauthCode, type OauthUser, readOauthUser } from '../wechat/oauth.ts';
import { loginKey, userKey } from './keys.ts';
import { Failure, loginFailed, type Onward, type Sentence } from './outcome.ts';
import { APP, type Role, SERVICE, SESSION_POLICY, type User, userIdOf } from './visitor.ts';

const STALE = { sentence: '登录请求无效或已过期，请返回后重新打开页面。' };
const REFUSED = { sentence: '您没有同意授权，无法登录。请返回后重新打开页面。' };
const BAD_CODE = { sentence: '微信授权码无效或已使用，请返回后重新打开页面。' };
const SNAPSHOT = { sentence: '当前是快照页，无法登录。请点击页面右下角的“使用完整服务”后重试。' };

/**
 * Completes a login with what the browser brings back from WeChat: a session under a fresh `sid`, in place of the one
 * that the old `sid` may have had. WeChat's browser may ask twice; the second time finds the session that there is.
 * @returns the browser's `sid` from now on
 */
export const completeLogin = async (
  sid: string | undefined,
  { code, state }: { code: string | undefined; state: string | undefined },
): Promise<Pick<Onward, 'sid'> | Sentence | Failure> => {
  if (!sid || !state) return STALE;
  if (!code) return REFUSED;
  const attempt = await write({
    delete: loginKey(sid),
    when: `${PRESENT} AND #state = :state`,
    values: { ':state': state },
  });
  if (!attempt.ok) return (await isDone(sid, state)) ? { sid } : STALE;

  const user = await askWho(code);
  if (user instanceof Failure || 'sentence' in user) return user;
  return { sid: await begin(user, sid, state) };
};

/** Whether this very login gave the browser its session. */
const isDone = async (sid: string, state: string): Promise<boolean> => {
  const { session } = await findSession<Role>(SERVICE, sid);
  return session?.role.state === state;
};

/** Asks WeChat whose code it is. */
const askWho = async (code: string): Promise<OauthUser | Sentence | Failure> => {
  const user = await askWechat(APP, async (app) => {
    const grant = await exchangeOauthCode(app, code);
    if (grant.isSnapshot) return SNAPSHOT;
    return { ...(await readOauthUser(grant)), ...(grant.unionid && { unionid: grant.unionid }) };
  });
  if (!user) return loginFailed();
  if (!(user instanceof WechatError)) return user;
  return isBadCode(user) ? BAD_CODE : loginFailed();
};

/** Starts the session, ends the one before and notes who the user is, all in one. */
const begin = async (wechatUser: OauthUser, sid: string, state: string): Promise<string> => {
  const { openid, unionid, nickname, sex, headimgurl } = wechatUser;
  const user: User = { user_id: userIdOf(openid), nickname, sex, headimgurl };
  const session = newSession<Role>({
    service: SERVICE,
    app: APP,
    openid,
    unionid,
    role: { user, state },
    policy: SESSION_POLICY,
  });
  await transact([
    session.write,
    ending(sessionId(sid)),
    { update: userKey(openid), set: { ...user, unionid } },
  ]);
  return session.sessionKey;
};
