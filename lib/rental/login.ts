import { newSession, type SessionPolicy } from '../session/session.ts';
import { transact } from '../store/store.ts';
import { DAY } from '../time.ts';
import { askWechat } from '../wechat/ask.ts';
import { isBadCode, WechatError } from '../wechat/errors.ts';
import { code2Session } from '../wechat/login.ts';
import { type Failure, fail } from './outcome.ts';
import { APP, enrolling, type Given, type Role, SERVICE, useridOf } from './users.ts';

/** A week without use, a month at most: a borrower comes back every few days. */
const SESSION_POLICY: SessionPolicy = { idle: 7 * DAY, absolute: 30 * DAY };

/**
 * Signs a user in with the code of `wx.login()`, makes them a user if they are none, and changes what is given of the
 * profile: user and session are there together, or neither.
 */
export const logIn = async (
  code: string,
  given: Given,
): Promise<{ userid: string; client_session_id: string } | Failure> => {
  const identity = await askWechat(APP, (app) => code2Session(app, code));
  if (identity === undefined) return fail('weixin', { said: 'this app is not configured' });
  if (identity instanceof WechatError) return refusal(identity);

  const userid = useridOf(identity.openid);
  const role: Role = { userid };
  const session = newSession({ service: SERVICE, app: APP, ...identity, role, policy: SESSION_POLICY });
  await transact([enrolling(identity.openid, given), session.write]);
  return { userid, client_session_id: session.sessionKey };
};

/** What WeChat said of it, unless the code is to blame. How it could not be asked is for the log alone. */
const refusal = (error: WechatError): Failure => {
  if (isBadCode(error)) return fail('invalid code');
  return fail('weixin', { said: error.errcode === undefined ? 'no answer' : error.reason });
};
