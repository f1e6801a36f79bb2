import { createRequire } from 'node:module';
import { vi } from 'vitest';
import { controlWechat } from '../../local/wechat/control-client.ts';

type Callbacks<T> = { success(result: T): void; fail(error: unknown): void };
type Response = { statusCode: number; data: unknown };
type Request = Callbacks<Response> & {
  url: string;
  method?: string;
  header: Record<string, string>;
};
type Options = { login?: boolean; url?: string };

/** What of Tencent's SDKs mini-programs call. */
type Sdk = {
  setLoginUrl(url: string): void;
  login(options: object): void;
  loginWithCode(options: object): void;
  request(options: object): void;
  clearSession(): void;
};

const load = createRequire(import.meta.url);

const nothing = () => {};
/** What a phone does for WebSockets, which the SDKs ask for as soon as they are loaded. */
const sockets = {
  onSocketOpen: nothing,
  onSocketMessage: nothing,
  onSocketClose: nothing,
  onSocketError: nothing,
};

/** An SDK as it comes from npm, with promises in the place of callbacks. */
export const sdk = (name: string) => {
  vi.stubGlobal('wx', sockets);
  const plain = load(name) as Sdk;
  const promised =
    <T>(act: (options: object) => void) =>
    (options: Options = {}): Promise<T> =>
      new Promise((success, fail) => act({ ...options, success, fail }));
  return {
    setLoginUrl: plain.setLoginUrl,
    clearSession: plain.clearSession,
    login: promised<Record<string, unknown>>((options) => plain.login(options)),
    loginWithCode: promised<Record<string, unknown>>((options) => plain.loginWithCode(options)),
    request: promised<Response>((options) => plain.request(options)),
  };
};

/**
 * What the SDKs see of a phone: a user of a mini-program at the WeChat simulator, storage, and requests over HTTP.
 * `requests` are the paths that were asked; `isFresh` is what `wx.checkSession` says.
 */
export const createPhone = (wechat: string, user: { appid: string; openid: string }) => {
  const control = controlWechat(wechat);
  const storage = new Map<string, string>();
  const phone = { requests: [] as string[], isFresh: true };
  const answer = <T>(result: Promise<T>, { success, fail }: Callbacks<T>) => void result.then(success, fail);

  const wx = {
    login: (options: Callbacks<{ code: string }>) =>
      answer(
        control.login(user).then((code) => ({ code })),
        options,
      ),
    getUserInfo: (options: Callbacks<object>) =>
      answer<object>(control.userInfo({ ...user, userInfo: { nickName: user.openid } }), options),
    checkSession: ({ success, fail }: Callbacks<void>) =>
      phone.isFresh ? success() : fail(new Error('checkSession:fail')),
    getStorageSync: (key: string) => JSON.parse(storage.get(key) ?? '""'),
    setStorageSync: (key: string, value: unknown) => void storage.set(key, JSON.stringify(value)),
    removeStorageSync: (key: string) => void storage.delete(key),
    request: ({ url, method = 'GET', header, ...options }: Request) => {
      phone.requests.push(new URL(url).pathname);
      const ask = async () => {
        const response = await fetch(url, { method, headers: header });
        return { statusCode: response.status, data: await response.json() };
      };
      answer(ask(), options);
    },
  };
  return Object.assign(phone, { wx });
};
