import { askWechat } from '../wechat/ask.ts';
import { WechatError } from '../wechat/errors.ts';
import { getPhoneNumber, type Phone } from '../wechat/phone.ts';
import { type Failure, fail } from './outcome.ts';
import { refusal } from './refusal.ts';

/** The phone number that a user of an app lets us know. It is told, and not kept. */
export const readPhone = async (app: string, openid: string, code: string): Promise<Phone | Failure> => {
  const phone = await askWechat(app, (known) => getPhoneNumber(known, openid, code));
  if (phone === undefined) return fail('unknown app');
  return phone instanceof WechatError ? refusal(phone) : phone;
};
