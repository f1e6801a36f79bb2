import { createCipheriv, createHash, randomBytes } from 'node:crypto';
import type { JsonObject } from './checks.ts';
import type { Identity } from './users.ts';

/** What `wx.getUserInfo()` hands to a mini-program. */
export type OpenUserInfo = {
  rawData: string;
  signature: string;
  encryptedData: string;
  iv: string;
  userInfo: JsonObject;
};

/** What WeChat says of everybody since it stopped to give names and pictures away. */
const anonymous = {
  nickName: '微信用户',
  gender: 0,
  language: '',
  city: '',
  province: '',
  country: '',
  avatarUrl: 'https://thirdwx.qlogo.cn/mmopen/vi_32/anonymous/132',
};

/**
 * The user's open data: `userInfo` for the page, and for its backend the same with the ids and a watermark, encrypted
 * (AES-128-CBC) with the session_key of the latest wx.login.
 */
export const userInfoOf = (
  { openid, unionid, sessionKey }: Identity,
  appid: string,
  nowMs: number,
  changes: JsonObject,
): OpenUserInfo => {
  const userInfo = { ...anonymous, ...changes };
  const rawData = JSON.stringify(userInfo);
  const watermark = { timestamp: Math.floor(nowMs / 1000), appid };
  const open = { openId: openid, ...userInfo, ...(unionid !== undefined && { unionId: unionid }), watermark };
  const iv = randomBytes(16);
  const aes = createCipheriv('aes-128-cbc', Buffer.from(sessionKey, 'base64'), iv);
  const encrypted = Buffer.concat([aes.update(JSON.stringify(open), 'utf8'), aes.final()]);
  return {
    rawData,
    signature: createHash('sha1')
      .update(rawData + sessionKey)
      .digest('hex'),
    encryptedData: encrypted.toString('base64'),
    iv: iv.toString('base64'),
    userInfo,
  };
};
