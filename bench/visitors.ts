import { setting } from '../lib/env.ts';
import { logIn } from '../lib/mina/login.ts';
import { Failure } from '../lib/mina/outcome.ts';
import type { App } from '../lib/wechat/apps.ts';
import { DEMO_APPS } from '../local/demo.ts';
import { controlWechat } from '../local/wechat/control-client.ts';
import { someone } from './people.ts';

/** What a mini-program of Tencent's SDKs tells: the code of `wx.login()`, and what `wx.getUserInfo()` gave. */
export type Consent = { code: string; encryptedData: string; iv: string };
/** A logged-in user. */
export type Visitor = { openid: string; uuid: string; skey: string };

const [{ id, appid }] = DEMO_APPS as [App];
/** The app whose users these are: the deployment's default. */
export const APP = id;

const PROFILE = {
  nickName: '小郭',
  gender: 1,
  language: 'zh_CN',
  city: '广州',
  province: '广东',
  country: '中国',
  avatarUrl: `https://thirdwx.qlogo.cn/mmopen/vi_32/${'0'.repeat(86)}/132`,
};

/** A user opens the mini-program, and lets it know who they are. */
export const consent = async (openid = someone()): Promise<Consent> => {
  const wechat = controlWechat(setting('WECHAT_API_BASE_URL'));
  const code = await wechat.login({ appid, openid });
  const { encryptedData, iv } = await wechat.userInfo({ appid, openid, userInfo: PROFILE });
  return { code, encryptedData, iv };
};

/** A user presses the button that gives their phone number: its code. */
export const press = (openid: string): Promise<string> =>
  controlWechat(setting('WECHAT_API_BASE_URL')).phone({ appid, openid, phoneNumber: '13800138000' });

/** A user who has told who they are and is logged in. */
export const openVisitor = async (): Promise<Visitor> => {
  const openid = someone();
  const { code, ...encrypted } = await consent(openid);
  const login = await logIn({ app: APP, code, openData: { encrypted } });
  if (login instanceof Failure) throw new Error(`No login to be had: ${login.word}`);
  return { openid, uuid: login.uuid, skey: login.skey };
};
