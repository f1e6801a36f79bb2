import { Failure as AnyFailure } from '../failure.ts';

/** Why a login or a check fails, and how a user is told. Every dialect has a code of its own for each. */
export const MESSAGES = {
  'unknown app': '小程序不存在，请检查 app_id',
  'bad code': 'code 无效、已过期或已被使用',
  'WeChat refused': '微信拒绝了请求',
  'WeChat unreachable': '暂时无法连接微信，请重新获取 code 后再试',
  'not decrypted': '用户数据解密失败，请重新登录',
  'foreign watermark': '用户数据不属于该小程序',
  'user info too large': '用户数据过长',
  'unknown session': '会话不存在，请重新登录',
  'wrong skey': 'skey 错误，请重新登录',
  'login expired': '登录已过期，请重新登录',
  'session expired': '会话已过期，请重新登录',
} as const;

export type Reason = keyof typeof MESSAGES;

/** A documented failure: returned, never thrown. `more.errcode` is WeChat's, where WeChat refused. */
export const Failure = AnyFailure<Reason>;
export type Failure = AnyFailure<Reason>;

/** The result that says why there is no session. */
export const fail = (reason: Reason, errcode?: number): Failure =>
  new Failure(reason, errcode === undefined ? {} : { errcode });

/** WeChat's own number for why it refused, where it did. */
export const errcodeOf = ({ more: { errcode } }: Failure): number | undefined =>
  typeof errcode === 'number' ? errcode : undefined;

/** A failure as a sentence in Chinese, with WeChat's errcode. */
export const messageOf = (failure: Failure): string => {
  const errcode = errcodeOf(failure);
  const message = MESSAGES[failure.word];
  return errcode === undefined ? message : `${message} (errcode ${errcode})`;
};

/** What a code that is WeChat's to redeem may come to. */
export const CODE_FAILURES = ['unknown app', 'bad code', 'WeChat refused', 'WeChat unreachable'] as const;

/** What a login may come to instead of a session. */
export const LOGIN_FAILURES = [
  ...CODE_FAILURES,
  'not decrypted',
  'foreign watermark',
  'user info too large',
] as const;

/** What says that there is no such session any more: the client is to log in again. */
export const DEAD = ['unknown session', 'wrong skey', 'login expired', 'session expired'] as const;

/** What the check of a session may come to: in an app that there is not, to log in again is no use. */
export const CHECK_FAILURES = ['unknown app', ...DEAD] as const;

/** Whether a failure says that the client is to log in again. */
export const isDead = ({ word }: Failure): boolean => DEAD.some((dead) => dead === word);
