import { setting } from '../env.ts';
import type { App } from './apps.ts';
import { callWechat } from './client.ts';
import { isBadToken, WechatError } from './errors.ts';
import { type Fresh, freshFrom, shared } from './shared.ts';

const PATH = '/cgi-bin/stable_token';
/** Renewed so long before its end: inside the last five minutes WeChat hands out the next one, and both are good. */
const MARGIN = 4 * 60_000;

/**
 * Calls WeChat with the app's access_token. When WeChat says that the token is no longer good, it is renewed once for
 * all containers and the call is made once more.
 * @throws WechatError
 */
export const withAccessToken = async <T>(app: App, call: (token: string) => Promise<T>): Promise<T> => {
  const token = await accessToken(app);
  try {
    return await call(token);
  } catch (error) {
    if (!(error instanceof WechatError) || !isBadToken(error)) throw error;
    return call(await accessToken(app, token));
  }
};

/**
 * The app's access_token, shared by all containers.
 * @param refused a token that WeChat no longer takes
 * @throws WechatError
 */
export const accessToken = (app: App, refused?: string): Promise<string> =>
  shared(
    {
      key: { table: setting('APPS_TABLE'), pk: `token#${app.appid}` },
      path: PATH,
      ask: async (refused) => {
        const fresh = await freshToken(app);
        // WeChat keeps handing out the same token while it believes in it, even when its own interfaces refuse it.
        return fresh.token === refused ? freshToken(app, true) : fresh;
      },
    },
    refused,
  );

/**
 * Asks WeChat for the app's access_token, whoever has it already; it is the same one for all who ask.
 * @param force makes it another one, and ends the one before
 * @throws WechatError
 * @see https://developers.weixin.qq.com/doc/service/api/base/api_getstableaccesstoken.html
 */
export const freshToken = async ({ appid, secret }: App, force = false): Promise<Fresh> => {
  const body = { grant_type: 'client_credential', appid, secret, force_refresh: force };
  const answer = await callWechat({ path: PATH, query: {}, body, repeatable: true });
  return freshFrom(PATH, answer, 'access_token', MARGIN);
};
