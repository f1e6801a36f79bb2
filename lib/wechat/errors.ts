/**
 * WeChat did not give what it was asked for. `errcode` is its own answer; without one it could not be asked
 * (unreachable, slow, 5xx, not JSON). `rid` finds the call in WeChat's console.
 */
export class WechatError extends Error {
  override readonly name = 'WechatError';
  readonly path: string;
  /** `<errcode> <errmsg>` as WeChat said it, or why it could not be asked. */
  readonly reason: string;
  readonly errcode: number | undefined;
  readonly rid: string | undefined;

  constructor(path: string, reason: string, { errcode, cause }: { errcode?: number; cause?: unknown } = {}) {
    super(`${path}: ${reason}`, { cause });
    this.path = path;
    this.reason = reason;
    this.errcode = errcode;
    this.rid = /rid: ([\w-]+)/.exec(reason)?.[1];
  }
}

/** Whether WeChat says that the login code itself is bad: invalid, used, blocked, missing. */
export const isBadCode = ({ errcode }: WechatError): boolean =>
  errcode !== undefined && [40029, 40163, 40226, 41008].includes(errcode);

/** Whether WeChat says that the access_token is no longer good. */
export const isBadToken = ({ errcode }: WechatError): boolean =>
  errcode !== undefined && [40001, 40014, 42001].includes(errcode);
