import type { Wx } from './wx.ts';

/** Fails to compile where the client expects something of `wx` that WeChat's typings do not promise. Not built. */
export const asWechatTypesIt: Wx = wx;
