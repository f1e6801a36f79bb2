import { randomBytes } from 'node:crypto';
import { nowSeconds } from '../time.ts';
import { askWechat } from '../wechat/ask.ts';
import { WechatError } from '../wechat/errors.ts';
import { jssdkSignature } from '../wechat/signature.ts';
import { jsapiTicket } from '../wechat/ticket.ts';
import { type Failure, fail } from './outcome.ts';
import { APP } from './visitor.ts';

/** What a page gives to `wx.config`, as the source document calls it. `timestamp` is in epoch seconds, a text. */
export type JssdkConfig = { app_id: string; timestamp: string; noncestr: string; signature: string };

/**
 * Signs a page's address for WeChat's JS-SDK, if it lies on one of the configured hosts. The address is signed letter
 * by letter as it came, up to `#`: WeChat compares it with the browser's, and any other spelling is another address.
 */
export const configure = async (url: string): Promise<JssdkConfig | Failure> => {
  const page = url.split('#', 1)[0] as string;
  if (!isOurs(page)) return fail('invalid', '该网址不在允许的域名内');

  const config = await askWechat(APP, async (app) => {
    const ticket = await jsapiTicket(app);
    const [noncestr, timestamp] = [randomBytes(8).toString('hex'), String(nowSeconds())];
    const signature = jssdkSignature({ ticket, noncestr, timestamp, url: page });
    return { app_id: app.appid, timestamp, noncestr, signature };
  });
  return config && !(config instanceof WechatError)
    ? config
    : fail('ticket', '获取 JS-SDK 票据失败，请稍后再试');
};

const isOurs = (page: string): boolean => {
  const url = URL.parse(page);
  if (!url || !/^https?:$/.test(url.protocol)) return false;
  return (process.env.H5_JSSDK_HOSTS ?? '').split(/\s+/).includes(url.host);
};
