import type { App } from './apps.ts';
import { callWechat } from './client.ts';
import { WechatError } from './errors.ts';
import { withAccessToken } from './token.ts';

/** A user's phone number: with its country's code where that is not 86, without it, and that code (`86`). */
export type Phone = { phoneNumber: string; purePhoneNumber: string; countryCode: string };

const PATH = '/wxa/business/getuserphonenumber';

/**
 * Exchanges the code of `<button open-type="getPhoneNumber">` for the phone number. It is good once, for 5 minutes, and
 * is no code of `wx.login()`.
 * @param openid whose number it is: WeChat refuses another's code
 * @throws WechatError
 * @see https://developers.weixin.qq.com/miniprogram/dev/server/API/user-info/phone-number/api_getphonenumber
 */
export const getPhoneNumber = async (app: App, openid: string, code: string): Promise<Phone> => {
  const { phone_info } = await withAccessToken(app, (access_token) =>
    callWechat({ path: PATH, query: { access_token }, body: { code, openid }, repeatable: false }),
  );
  const { phoneNumber, purePhoneNumber, countryCode } = (phone_info ?? {}) as Record<string, unknown>;
  if (phoneNumber === undefined || purePhoneNumber === undefined) {
    throw new WechatError(PATH, 'answered without a phone number');
  }
  // WeChat's table says text and its example shows a number.
  return {
    phoneNumber: String(phoneNumber),
    purePhoneNumber: String(purePhoneNumber),
    countryCode: String(countryCode ?? ''),
  };
};
