import { Problem } from '../http/problem.ts';
import type { Identity } from '../session/session.ts';
import { askWechat } from '../wechat/ask.ts';
import { isBadCode, WechatError } from '../wechat/errors.ts';
import { code2Session } from '../wechat/login.ts';
import { type Done, type Message, Refusal, refuse } from './outcome.ts';
import { APP, beginSession } from './sessions.ts';
import { addUser, findUser, type Profile, type User } from './users.ts';

/** Logs a registered user in with a code of `wx.login()`. */
export const logIn = async (code: string): Promise<{ user: User; sessionKey: string } | Refusal> => {
  const identity = await identify(code, '登录失败,code无效');
  if (identity instanceof Refusal) return identity;
  const user = await findUser(identity.openid);
  if (!user) return refuse('用户未注册');
  return { user, sessionKey: await beginSession(identity, user) };
};

/** Registers the user whom a code of `wx.login()` stands for. */
export const register = async (code: string, profile: Profile): Promise<Done | Refusal> => {
  const identity = await identify(code, '注册失败,code无效');
  if (identity instanceof Refusal) return identity;
  return (await addUser(identity.openid, profile)) ? {} : refuse('注册失败,用户已存在');
};

/** @throws Problem 503 when WeChat cannot be asked, or refuses for a reason that no user can mend: the log says which */
const identify = async (code: string, otherwise: Message): Promise<Identity | Refusal> => {
  const identity = await askWechat(APP, (app) => code2Session(app, code));
  if (identity instanceof WechatError && isBadCode(identity)) return refuse(otherwise);
  if (identity === undefined || identity instanceof WechatError) throw new Problem('busy');
  return identity;
};
