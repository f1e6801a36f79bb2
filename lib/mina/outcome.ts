/** Why a login or a check fails, and how a user is told. Every dialect has a code of its own for each. */
export const MESSAGES = {
  'unknown app': '小程序不存在，请检查 app_id',
  'bad code': 'code 无效、已过期或已被使用',
  'WeChat refused': '微信拒绝了登录请求',
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

/** A documented failure: returned, never thrown. `errcode` is WeChat's, where WeChat refused. */
export class Failure {
  readonly reason: Reason;
  readonly errcode: number | undefined;

  constructor(reason: Reason, errcode?: number) {
    this.reason = reason;
    this.errcode = errcode;
  }
}

/** The result that says why there is no session. */
export const fail = (reason: Reason, errcode?: number): Failure => new Failure(reason, errcode);

/** A failure as a sentence in Chinese, with WeChat's errcode. */
export const messageOf = ({ reason, errcode }: Failure): string =>
  errcode === undefined ? MESSAGES[reason] : `${MESSAGES[reason]} (errcode ${errcode})`;

/** Whether a failure says that there is no such session any more: the client is to log in again. */
export const isDead = ({ reason }: Failure): boolean =>
  ['unknown session', 'wrong skey', 'login expired', 'session expired'].includes(reason);
