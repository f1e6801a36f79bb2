import { isBadCode, type WechatError } from '../wechat/errors.ts';
import { type Failure, fail } from './outcome.ts';

/** What became of a code that WeChat did not take. */
export const refusal = (error: WechatError): Failure => {
  if (error.errcode === undefined) return fail('WeChat unreachable');
  return fail(isBadCode(error) ? 'bad code' : 'WeChat refused', error.errcode);
};
