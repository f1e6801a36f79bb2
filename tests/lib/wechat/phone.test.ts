import { describe, expect, it } from 'vitest';
import { getPhoneNumber } from '../../../lib/wechat/phone.ts';
import { refusalOf, TOKEN, useWechat, withServer } from './wechat.ts';

const wechat = useWechat();
const PHONE = '/wxa/business/getuserphonenumber';

/** A WeChat that gives any token and answers the call for a phone number with this. */
const answering = async (answer: object) => {
  const app = await wechat.newApp();
  const asked: string[] = [];
  const phone = await withServer(
    ({ url = '' }, response, body) => {
      if (url.startsWith(TOKEN)) return response.end('{"access_token":"token","expires_in":7200}');
      asked.push(`${url} ${body}`);
      response.end(JSON.stringify(answer));
    },
    () => getPhoneNumber(app, 'openid-1', 'code-1').catch((error: unknown) => error),
  );
  return { phone, asked };
};

describe('getPhoneNumber', () => {
  it('exchanges a code for the number, once, and renews a token that is no longer good', async () => {
    const app = await wechat.newApp();
    const { appid } = app;
    const codeOf = (openid: string) => wechat.control().phone({ appid, phoneNumber: '13800138000', openid });
    const code = await codeOf('alice');

    expect(await getPhoneNumber(app, 'alice', code)).toEqual({
      phoneNumber: '13800138000',
      purePhoneNumber: '13800138000',
      countryCode: '86',
    });
    expect(await refusalOf(getPhoneNumber(app, 'alice', code))).toMatchObject({ errcode: 40029 });
    await wechat.control().expireTokens({ appid });
    expect(await getPhoneNumber(app, 'alice', await codeOf('alice'))).toMatchObject({ countryCode: '86' });
    expect(await refusalOf(getPhoneNumber(app, 'bob', await codeOf('alice')))).toMatchObject({
      errcode: 40029,
    });
  });

  it('reads WeChat’s published example, whose country code is a number', async () => {
    const watermark = { timestamp: 1637744274, appid: 'xxxx' };
    const phone_info = { phoneNumber: 'xxxxxx', purePhoneNumber: 'xxxxxx', countryCode: 86, watermark };

    const { phone, asked } = await answering({ errcode: 0, errmsg: 'ok', phone_info });

    expect(phone).toEqual({ phoneNumber: 'xxxxxx', purePhoneNumber: 'xxxxxx', countryCode: '86' });
    expect(asked).toEqual([`${PHONE}?access_token=token {"code":"code-1","openid":"openid-1"}`]);
  });

  it.each([{}, { phone_info: null }, { phone_info: { countryCode: '86' } }])(
    'takes an answer without a number for none: %j',
    async (answer) => {
      const { phone, asked } = await answering({ errcode: 0, ...answer });

      expect(phone).toMatchObject({ name: 'WechatError', errcode: undefined });
      expect(asked).toHaveLength(1);
    },
  );
});
