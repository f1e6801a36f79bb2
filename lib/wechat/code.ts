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
export const getWxaCode = (app: App, page: string): Promise<Picture> => {
  const env_version = app.envVersion ?? 'release';
  return withAccessToken(app, (access_token) =>
    callWechatForImage({
      path: '/wxa/getwxacode',
      query: { access_token },
      body: { path: page, env_version, ...(env_version !== 'release' && { check_path: false }) },
      // Each answered call uses up one of the app's 100,000 codes.
      repeatable: false,
    }),
  );
};
