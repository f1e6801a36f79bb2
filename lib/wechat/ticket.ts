import { setting } from '../env.ts';
import type { App } from './apps.ts';
import { callWechat } from './client.ts';
import { type Fresh, freshFrom, shared } from './shared.ts';
import { withAccessToken } from './token.ts';

const PATH = '/cgi-bin/ticket/getticket';

/**
 * The app's jsapi_ticket, which the signatures of its pages are made with. It is shared by all containers and kept to
 * its end: until then WeChat hands out the same one, and counts every call.
 * @throws WechatError
 */
export const jsapiTicket = (app: App): Promise<string> =>
  shared({
    key: { table: setting('APPS_TABLE'), pk: `ticket#${app.appid}` },
    path: PATH,
    ask: () => withAccessToken(app, freshTicket),
  });

/**
 * Asks WeChat for the app's jsapi_ticket, whoever has it already.
 * @throws WechatError
 * @see https://developers.weixin.qq.com/doc/service/api/invoice/auth/api_getticket.html
 */
export const freshTicket = async (access_token: string): Promise<Fresh> => {
  const query = { access_token, type: 'jsapi' };
  return freshFrom(PATH, await callWechat({ path: PATH, query, repeatable: true }), 'ticket');
};
