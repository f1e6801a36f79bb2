import { requireJson, requirePost, requireToken } from './checks.ts';
import { Refusal } from './refusal.ts';
import type { Answer, Call } from './wire.ts';
import type { World } from './world.ts';

// Unlike jscode2session, this interface names only 40029 for codes, and 40013 for another app's.
const errcodes = { unknown: 40029, expired: 40029, used: 40029, foreign: 40013 };

/**
 * `POST /wxa/business/getuserphonenumber` (getPhoneNumber): a button's code for the user's phone number. An `openid`
 * that comes with it has to be that of whoever pressed the button; WeChat does not say how it refuses another.
 */
export const exchangePhoneCode = (world: World, call: Call): Answer => {
  requirePost(call);
  const { appid } = requireToken(world, call);
  const { code, openid } = requireJson(call);
  if (code === undefined || code === '') throw new Refusal(41008);
  if (typeof code !== 'string') throw new Refusal(47001);

  const redemption = world.phoneCodes.redeem(code, appid);
  if (redemption.outcome !== 'granted') throw new Refusal(errcodes[redemption.outcome]);
  const { phoneNumber, countryCode, openid: presser } = redemption.grant;
  if (openid !== undefined && presser !== undefined && openid !== presser) throw new Refusal(40029);
  const phone_info = {
    // Only foreign numbers carry their country code here.
    phoneNumber: countryCode === '86' ? phoneNumber : `+${countryCode}${phoneNumber}`,
    purePhoneNumber: phoneNumber,
    countryCode,
    watermark: { timestamp: Math.floor(world.now() / 1000), appid },
  };
  return { json: { errcode: 0, errmsg: 'ok', phone_info } };
};
