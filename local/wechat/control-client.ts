import type { RecordedCall } from './calls.ts';
import type { FaultOrder } from './control-input.ts';
import type { SentMessage } from './mailbox.ts';
import type { WebScope } from './oauth-tokens.ts';
import type { Pushed } from './push.ts';
import type { OpenUserInfo } from './user-info.ts';
import type { WechatApp } from './world.ts';

type Login = { appid: string; openid: string; unionid?: string };
type UserInfo = { appid: string; openid: string; userInfo?: Record<string, unknown> };
type Phone = { appid: string; phoneNumber: string; countryCode?: string; openid?: string };
type Subscription = { appid: string; openid: string; template_id: string; accept: boolean };
type Consent = {
  appid: string;
  openid: string;
  unionid?: string;
  nickname?: string;
  sex?: number;
  headimgurl?: string;
  scope?: WebScope;
  snapshot?: boolean;
};
type Return = { redirect_uri: string; state?: string };
/** Without a message: the check of the address when it is configured. With the key, the message goes encrypted. */
type Push = {
  appid: string;
  url: string;
  token: string;
  aesKey?: string;
  message?: Record<string, string | number>;
};
type Expiry = { appid: string; errcode?: 40001 | 40014 | 42001 };

/**
 * The simulator's controls as functions, for tests and scripts. Every one rejects with the simulator's own
 * sentence when the call is wrong.
 */
export const controlWechat = (url: string) => {
  const call = async <Result>(method: string, name: string, body?: object): Promise<Result> => {
    const response = await fetch(`${url}/simulator/${name}`, {
      method,
      ...(body && { body: JSON.stringify(body), headers: { 'Content-Type': 'application/json' } }),
    });
    const result: unknown = await response.json();
    if (!response.ok) throw new Error((result as { error: string }).error);
    return result as Result;
  };

  return {
    /** wx.login(): a code for jscode2session. */
    login: async (login: Login) => (await call<{ code: string }>('POST', 'login', login)).code,
    /** wx.getUserInfo() of a user who logged in: what is `userInfo` here takes the place of WeChat's own. */
    userInfo: (user: UserInfo) => call<OpenUserInfo>('POST', 'user-info', user),
    /** The phone number button: a code for getuserphonenumber. */
    phone: async (phone: Phone) => (await call<{ code: string }>('POST', 'phone', phone)).code,
    subscribe: (subscription: Subscription) => call('POST', 'subscriptions', subscription),
    /** A user agrees on the page that a web page sent them to: a code for sns/oauth2/access_token. */
    authorize: async (consent: Consent) => (await call<{ code: string }>('POST', 'authorize', consent)).code,
    /** The same: the address that the browser comes back to. */
    authorizeTo: async (consent: Consent & Return) =>
      (await call<{ location: string }>('POST', 'authorize', consent)).location,
    /** WeChat's server pushes a message to an app's server. */
    push: (push: Push) => call<Pushed>('POST', 'push', push),
    addApp: (app: WechatApp) => call('POST', 'apps', app),
    expireTokens: (expiry: Expiry) => call('POST', 'tokens/expire', expiry),
    addFault: (fault: FaultOrder) => call('POST', 'faults', fault),
    clearFaults: () => call('DELETE', 'faults'),
    messages: () => call<SentMessage[]>('GET', 'messages'),
    clearMessages: () => call('DELETE', 'messages'),
    calls: () => call<RecordedCall[]>('GET', 'calls'),
    clearCalls: () => call('DELETE', 'calls'),
  };
};
