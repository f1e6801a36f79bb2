import type { Picture } from '../picture.ts';
import type { App } from './apps.ts';
import { callWechatForImage } from './client.ts';
import { withAccessToken } from './token.ts';

/**
 * The mini-program code (a JPEG or PNG) that opens a page of the app, in the version that the app's record names. Only of
 * a published version does WeChat know which pages it has.
 * @param page path with its query, without a leading slash, such as `pages/qu/qu?sellerId=1`
 * @throws WechatError
 * @see https://developers.weixin.qq.com/minigame/dev/api-backend/open-api/qr-code/wxacode.get.html
 */
export const getWxaCode = (app: App, page: string): Promise<Picture> =>
  withAccessToken(app, (access_token) =>
    callWechatForImage({
      path: '/wxa/getwxacode',
      query: { access_token },
      body: { path: page, ...versionOf(app) },
      // Each answered call uses up one of the app's 100,000 codes.
      repeatable: false,
    }),
  );

/**
 * Tries whether WeChat makes codes of a page, by one of a kind that it makes any number of. Of a published version it
 * looks whether there is such a page.
 * @param page path without a query
 * @throws WechatError
 * @see https://developers.weixin.qq.com/miniprogram/dev/OpenApiDoc/qrcode-link/qr-code/getUnlimitedQRCode.html
 */
export const tryCode = async (app: App, page: string, access_token: string): Promise<void> => {
  await callWechatForImage({
    path: '/wxa/getwxacodeunlimit',
    query: { access_token },
    body: { scene: 'check', page, ...versionOf(app) },
    repeatable: true,
  });
};

const versionOf = ({ envVersion = 'release' }: App) => ({
  env_version: envVersion,
  ...(envVersion !== 'release' && { check_path: false }),
});
