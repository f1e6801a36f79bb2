/**
 * WeChat did not give what it was asked for. `errcode` is its own answer; without one it could not be asked
 * (unreachable, slow, 5xx, not JSON). `rid` finds the call in WeChat's console. `isUnsent`: nothing reached WeChat, so
 * that it did nothing either; of any other call without an answer nobody knows.
 */
export class WechatError extends Error {
  override readonly name = 'WechatError';
  readonly path: string;
  /** `<errcode> <errmsg>` as WeChat said it, or why it could not be asked. */
  readonly reason: string;
  readonly errcode: number | undefined;
  readonly rid: string | undefined;
  readonly isUnsent: boolean;

  constructor(
    path: string,
    reason: string,
    { errcode, isUnsent = false, cause }: { errcode?: number; isUnsent?: boolean; cause?: unknown } = {},
  ) {
    super(`${path}: ${reason}`, { cause });
    this.path = path;
    this.reason = reason;
    this.errcode = errcode;
    this.isUnsent = isUnsent;
    this.rid = /rid: ([\w-]+)/.exec(reason)?.[1];
  }
}

/** Whether WeChat says that the login code itself is bad: invalid, used, blocked, missing. */
export const isBadCode = ({ errcode }: WechatError): boolean =>
  errcode !== undefined && [40029, 40163, 40226, 41008].includes(errcode);

/** Whether WeChat says that the access_token is no longer good. */
export const isBadToken = ({ errcode }: WechatError): boolean =>
  errcode !== undefined && [40001, 40014, 42001].includes(errcode);

/**
 * Whether what WeChat refuses now it may take in a moment: it is out of order, was asked too often in this minute, or is
 * busy with another message to the same user.
 */
export const isPassing = (error: WechatError): boolean =>
  isBadToken(error) || (error.errcode !== undefined && [-1, 45011, 43108].includes(error.errcode));
