import type { Identity } from '../session/session.ts';
import type { App } from './apps.ts';
import { callWechat } from './client.ts';
import { WechatError } from './errors.ts';

/**
 * Exchanges the code of `wx.login()` for the user's openid and session_key. A code is good once, so a try whose
 * answer was lost is not repeated: the client asks for a new code.
 * @throws WechatError
 * @see https://developers.weixin.qq.com/miniprogram/dev/server/API/user-login/api_code2session
 */
export const code2Session = async (
  { appid, secret }: App,
  code: string,
): Promise<Identity & { session_key: string }> => {
  const path = '/sns/jscode2session';
  const query = { appid, secret, js_code: code, grant_type: 'authorization_code' };
  const { openid, session_key, unionid } = await callWechat({ path, query, repeatable: false });
  if (typeof openid !== 'string' || typeof session_key !== 'string') {
    throw new WechatError(path, 'answered without openid or session_key');
  }
  return { openid, session_key, ...(typeof unionid === 'string' && unionid !== '' && { unionid }) };
};
