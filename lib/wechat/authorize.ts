import { setting } from '../env.ts';
import type { App } from './apps.ts';

/**
 * The address of WeChat's page that asks the user to let the app know who they are. From there the browser comes back
 * to `redirectUri` with `code` and `state`; without a code the user refused.
 * @param redirectUri on the app's web domain; a `#` in it loses the code
 * @param state letters and digits, 128 at most
 * @see https://developers.weixin.qq.com/doc/service/guide/h5/auth.html
 */
export const authorizeUrl = (
  { appid }: App,
  { redirectUri, state }: { redirectUri: string; state: string },
): string => {
  // WeChat refuses the parameters in any other order.
  const query = new URLSearchParams([
    ['appid', appid],
    ['redirect_uri', redirectUri],
    ['response_type', 'code'],
    ['scope', 'snsapi_userinfo'],
    ['state', state],
  ]);
  const base = setting('WECHAT_OPEN_BASE_URL').replace(/\/$/, '');
  return `${base}/connect/oauth2/authorize?${query}#wechat_redirect`;
};
