import { createHash } from 'node:crypto';

/** What a page's signature is made of. `timestamp` is in epoch seconds. */
export type JssdkConfig = { ticket: string; noncestr: string; timestamp: string; url: string };

/**
 * The signature (SHA-1, hex) that `wx.config` wants with the same noncestr and timestamp.
 * @param url the page's whole address as the browser has it, without `#…`: WeChat compares it letter by letter
 * @see https://developers.weixin.qq.com/doc/service/guide/h5/jssdk.html
 */
export const jssdkSignature = ({ ticket, noncestr, timestamp, url }: JssdkConfig): string =>
  sha1(`jsapi_ticket=${ticket}&noncestr=${noncestr}&timestamp=${timestamp}&url=${url}`);

/**
 * The signature (SHA-1, hex) by which WeChat's server proves that it knows the token of the app's configuration.
 * @param signed timestamp and nonce: `signature`; with what the element `Encrypt` holds: `msg_signature`
 * @see https://developers.weixin.qq.com/doc/oplatform/developers/dev/push
 */
export const pushSignature = (token: string, ...signed: string[]): string =>
  sha1([token, ...signed].sort().join(''));

/**
 * The signature (SHA-1, hex) of `rawData`, what `wx.getUserInfo()` gives as plain text. Both are taken letter by letter.
 * @see https://developers.weixin.qq.com/miniprogram/dev/api/signature.html
 */
export const openDataSignature = (rawData: string, sessionKey: string): string => sha1(rawData + sessionKey);

const sha1 = (text: string): string => createHash('sha1').update(text).digest('hex');
