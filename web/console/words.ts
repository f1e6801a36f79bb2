import { CallmeError, type FailMsg } from '../../client/callme.ts';

/** What a refusal means to the one who pressed the button. */
const CHINESE: Partial<Record<FailMsg, string>> = {
  'API Error': '问不到微信',
  'Login Error': '微信不认这个登录码',
  'Invalid Sn Error': '没有这个号',
  'Invalid Param Error': '这一项填得不对',
  'Invalid Tel Error': '演示窗口的手机号已被别人绑定',
  'Taken Error': '这个号已有人写了备注',
  'Not Your Order Error': '这不是您的号',
  'No Sn Valid': '99 个号都在用',
  'Out Of Duty Error': '窗口已到期',
  'Need Renew Error': '窗口已到期',
  'Seller Openid Error': '演示窗口不在了，请刷新页面',
  'Not Admin Error': 'demo-admin 不是管理员',
  'Network Error': '连不上服务',
  'Service Busy': '服务忙，请稍后再试',
  'Server Error': '服务出错了，日志里有原因',
  'Session Time Out': '登录已过期',
};

/** Something that was asked for and is refused, in words for whoever pressed the button. */
export class Refusal extends Error {}

/** An error in the service's own words, and in the user's. */
export const wordsFor = (error: unknown): string => {
  if (error instanceof Refusal) return error.message;
  if (!(error instanceof CallmeError)) return `页面出错了 ${error instanceof Error ? error.message : error}`;
  const words = CHINESE[error.failMsg];
  return words ? `${words} · ${error.message}` : error.message;
};
