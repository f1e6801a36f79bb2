import { Problem } from '../http/problem.ts';
import type { Identity } from '../session/session.ts';
import { askWechat } from '../wechat/ask.ts';
import { isBadCode, WechatError } from '../wechat/errors.ts';
import { code2Session } from '../wechat/login.ts';
import { type Done, Failure, fail, type Message } from './outcome.ts';
import { APP, beginSession } from './sessions.ts';
import { addUser, findUser, type Profile, type User } from './users.ts';

/** Logs a registered user in with a code of `wx.login()`. */
export const logIn = async (code: string): Promise<{ user: User; sessionKey: string } | Failure> => {
  const identity = await identify(code, '登录失败,code无效');
  if (identity instanceof Failure) return identity;
  const user = await findUser(identity.openid);
  if (!user) return fail('用户未注册');
  return { user, sessionKey: await beginSession(identity, user) };
};

/** Registers the user whom a code of `wx.login()` stands for. */
export const register = async (code: string, profile: Profile): Promise<Done | Failure> => {
  const identity = await identify(code, '注册失败,code无效');
  if (identity instanceof Failure) return identity;
  return (await addUser(identity.openid, profile)) ? {} : fail('注册失败,用户已存在');
};

/** @throws Problem 503 when WeChat cannot be asked, or refuses for a reason that no user can mend: the log says which */
const identify = async (code: string, otherwise: Message): Promise<Identity | Failure> => {
  const identity = await askWechat(APP, (app) => code2Session(app, code));
  if (identity instanceof WechatError && isBadCode(identity)) return fail(otherwise);
  if (identity === undefined || identity instanceof WechatError) throw new Problem('busy');
  return identity;
};
