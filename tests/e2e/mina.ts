import { execFile } from 'node:child_process';
import { setTimeout as pause } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { afterEach, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import { controlWechat } from '../../local/wechat/control-client.ts';
import { cleanEnvironment } from '../support/product.ts';
import { createPhone, sdk } from './mini-program.ts';
import { product } from './started.ts';

/** An app whose sessions live so many seconds without use. */
const SHORT = { id: 'short', appid: 'wx-e2e-short', secret: 'secret-short', seconds: 3 };
const ADMIN = fileURLToPath(new URL('../../admin/main.ts', import.meta.url));
const MAGIC = 'F2C224D4-2BCE-4C64-AF9F-A6D872000D1A';

beforeAll(async () => {
  await controlWechat(product.wechat).addApp(SHORT);
  const { id, appid, secret, seconds } = SHORT;
  const put = ['put', id, '--appid', appid, '--secret', secret, '--session-duration', String(seconds)];
  const env = cleanEnvironment({ PORT: String(product.port) });
  await promisify(execFile)(process.execPath, [ADMIN, 'apps', ...put], { env });
});
afterEach(async () => {
  vi.unstubAllGlobals();
  await controlWechat(product.wechat).clearFaults();
});

let people = 0;
const someone = (): string => {
  people += 1;
  return `e2e-${people}`;
};

/** What the requests of a page come to that are sent at the same time. */
const atOnce = async (ask: () => Promise<{ data: unknown }>): Promise<unknown[]> =>
  (await Promise.all(Array.from({ length: 5 }, () => ask()))).map(({ data }) => data);

/** Makes a phone of a new user the one that the SDKs run on. */
const takePhone = (appid = 'wx-demo-eater') => {
  const openid = someone();
  const phone = createPhone(product.wechat, { appid, openid });
  vi.stubGlobal('wx', phone.wx);
  return Object.assign(phone, { openid });
};

const post = async (path: string, body: object) => {
  const response = await fetch(`${product.url}${path}`, { method: 'POST', body: JSON.stringify(body) });
  return { status: response.status, body: (await response.json()) as Record<string, unknown> };
};

/** The same user logs in on another phone, and out again: that ends all sessions. */
const logOutElsewhere = async (openid: string): Promise<void> => {
  const code = await controlWechat(product.wechat).login({ appid: 'wx-demo-eater', openid });
  const { uuid, skey } = (await post('/mina/login', { code, app_id: 1 })).body.data as Record<
    string,
    unknown
  >;
  expect((await post('/mina/logout', { uuid, skey, app_id: 1 })).body.ok).toBe('success');
};

/**
 * Tencent's client SDKs that a mini-program may hold, with the dialect of each. The last 1.x of wafer2 throws where it
 * has no session, unless it is told to log in first.
 */
const SDKS = [
  ['wafer2-client-sdk', '/mina/wafer2', {}],
  ['wafer2-client-sdk-1', '/mina/wafer2', { login: true }],
  ['wafer-client-sdk', '/mina/wafer', {}],
  ['qcloud-weapp-client-sdk', '/mina/wafer', {}],
] as const;

describe.each(SDKS)('%s', (name, base, options) => {
  it('lets a page ask five times at once, at its start and when another phone has ended the session', async () => {
    const client = sdk(name);
    const phone = takePhone();
    client.setLoginUrl(`${product.url}${base}/login`);
    const ask = () => client.request({ url: `${product.url}${base}/user`, ...options });
    const user = { openId: phone.openid };
    const expected = Array(5).fill(base === '/mina/wafer2' ? { code: 0, data: user } : user);

    expect(await atOnce(ask)).toMatchObject(expected);
    await logOutElsewhere(phone.openid);
    expect(await atOnce(ask)).toMatchObject(expected);
  });
});

describe('wafer2-client-sdk', () => {
  const wafer2 = sdk('wafer2-client-sdk');
  const [LOGIN, USER] = ['/mina/wafer2/login', '/mina/wafer2/user'];
  const ask = (options = {}) => wafer2.request({ url: `${product.url}${USER}`, ...options });
  beforeEach(() => wafer2.setLoginUrl(`${product.url}${LOGIN}`));

  it('logs in with the user’s data, and asks', async () => {
    const phone = takePhone();
    const user = { openId: phone.openid, nickName: phone.openid };

    const userinfo = await wafer2.login();
    const { statusCode, data } = await ask();

    expect(userinfo).toMatchObject(user);
    expect(statusCode).toBe(200);
    expect(data).toEqual({ code: 0, data: userinfo });
    expect(phone.requests).toEqual([LOGIN, USER]);
  });

  it('logs in with a code alone, a newcomer and a known user', async () => {
    const phone = takePhone();

    expect(await wafer2.loginWithCode()).toEqual({ openId: phone.openid });
    const userinfo = await wafer2.login();
    expect(await wafer2.loginWithCode()).toEqual(userinfo);
    expect((await ask({ login: true })).data).toEqual({ code: 0, data: userinfo });
    expect(phone.requests).toEqual([LOGIN, LOGIN, LOGIN, LOGIN, USER]);
  });

  it('logs in by itself where there is no session yet', async () => {
    const phone = takePhone();

    expect((await ask()).data).toEqual({ code: 0, data: { openId: phone.openid } });
    expect(phone.requests).toEqual([USER, LOGIN, USER]);
  });

  it('logs in again by itself when another phone has ended its session', async () => {
    const phone = takePhone();
    const userinfo = await wafer2.login();
    await logOutElsewhere(phone.openid);
    phone.requests.length = 0;

    expect((await ask()).data).toEqual({ code: 0, data: userinfo });
    expect(phone.requests).toEqual([USER, LOGIN, USER]);
  });

  it('logs in again by itself when its session has expired, five times at once, too', async () => {
    const phone = takePhone(SHORT.appid);
    const query = `?app_id=${SHORT.id}`;
    wafer2.setLoginUrl(`${product.url}${LOGIN}${query}`);
    const userinfo = await wafer2.login();
    await pause(SHORT.seconds * 1_000 + 100);
    phone.requests.length = 0;

    const answers = await atOnce(() => ask({ url: `${product.url}${USER}${query}` }));
    expect(answers).toEqual(answers.map(() => ({ code: 0, data: userinfo })));
    expect(phone.requests.filter((path) => path === LOGIN)).toHaveLength(5);
  });

  it('is told when WeChat refuses', async () => {
    takePhone();
    await controlWechat(product.wechat).addFault({ kind: 'errcode', errcode: 40029 });

    await expect(wafer2.login()).rejects.toThrow('"code":40029');
    await expect(ask()).rejects.toThrow('用户未登录过，请先使用 login() 登录');
  });

  it('is refused where it has a session of another app, after one more login', async () => {
    const phone = takePhone();
    await wafer2.login();
    phone.requests.length = 0;

    await expect(ask({ url: `${product.url}${USER}?app_id=2` })).rejects.toMatchObject({
      type: 'ERR_SESSION_INVALID',
      message: '登录态已过期',
    });
    expect(phone.requests).toEqual([USER, LOGIN, USER]);
  });
});

describe('wafer-client-sdk', () => {
  const wafer = sdk('wafer-client-sdk');
  const [LOGIN, USER] = ['/mina/wafer/login', '/mina/wafer/user'];
  const ask = (options = {}) => wafer.request({ url: `${product.url}${USER}`, ...options });
  beforeEach(() => wafer.setLoginUrl(`${product.url}${LOGIN}`));

  it('logs in, and asks', async () => {
    const phone = takePhone();

    expect(await wafer.login()).toMatchObject({ nickName: phone.openid });
    const { statusCode, data } = await ask();

    expect(statusCode).toBe(200);
    expect(data).toMatchObject({ openId: phone.openid, nickName: phone.openid });
    expect(phone.requests).toEqual([LOGIN, USER]);
  });

  it('goes by wx.checkSession before it logs in once more', async () => {
    const phone = takePhone();
    await wafer.login();

    expect(await wafer.login()).toMatchObject({ nickName: phone.openid });
    expect(phone.requests).toEqual([LOGIN]);
    phone.isFresh = false;
    expect(await wafer.login()).toMatchObject({ nickName: phone.openid });
    expect(phone.requests).toEqual([LOGIN, LOGIN]);
    expect((await ask({ login: true })).data).toMatchObject({ openId: phone.openid });
  });

  it('logs in by itself where there is no session yet', async () => {
    const phone = takePhone();

    expect((await ask()).data).toMatchObject({ openId: phone.openid });
    expect(phone.requests).toEqual([USER, LOGIN, USER]);
  });

  it('logs in again by itself when another phone has ended its session', async () => {
    const phone = takePhone();
    await wafer.login();
    await logOutElsewhere(phone.openid);
    phone.requests.length = 0;

    expect((await ask()).data).toMatchObject({ openId: phone.openid });
    expect(phone.requests).toEqual([USER, LOGIN, USER]);
  });

  it('logs in again by itself when its session has expired, five times at once, too', async () => {
    const phone = takePhone(SHORT.appid);
    const query = `?app_id=${SHORT.id}`;
    wafer.setLoginUrl(`${product.url}${LOGIN}${query}`);
    await wafer.login();
    await pause(SHORT.seconds * 1_000 + 100);
    phone.requests.length = 0;

    const answers = await atOnce(() => ask({ url: `${product.url}${USER}${query}` }));
    expect(answers).toMatchObject(answers.map(() => ({ openId: phone.openid, nickName: phone.openid })));
    expect(phone.requests.filter((path) => path === LOGIN)).toHaveLength(5);
  });

  it('is told when WeChat refuses', async () => {
    takePhone();
    await controlWechat(product.wechat).addFault({ kind: 'errcode', errcode: 40029 });

    await expect(wafer.login()).rejects.toMatchObject({
      type: 'ERR_LOGIN_MISSING_SESSION',
      message: '登录失败(ERR_LOGIN_FAILED)：code 无效、已过期或已被使用 (errcode 40029)',
    });
  });

  it('is refused where it has a session of another app, after one more login', async () => {
    const phone = takePhone();
    await wafer.login();
    phone.requests.length = 0;

    await expect(ask({ url: `${product.url}${USER}?app_id=2` })).rejects.toMatchObject({
      type: 'ERR_INVALID_SESSION',
      message: '登录态已过期',
    });
    expect(phone.requests).toEqual([USER, LOGIN, USER]);
  });
});

describe('over HTTP', () => {
  it.each(['/mina_auth/', '/mina_auth'])('the session server answers at %s', async (path) => {
    const control = controlWechat(product.wechat);
    const user = { appid: 'wx-demo-eater', openid: someone() };
    const code = await control.login(user);
    const { encryptedData, iv } = await control.userInfo(user);
    const para = { code, encrypt_data: encryptedData, iv };

    const began = await post(path, { interface: { interfaceName: 'qcloud.cam.id_skey', para } });
    expect(began.body).toMatchObject({ returnCode: 0, returnMessage: 'NEW_SESSION_SUCCESS' });
    const { id, skey, user_info } = began.body.returnData as Record<string, unknown>;
    const interfaceName = 'qcloud.cam.auth';
    expect((await post(path, { interface: { interfaceName, para: { id, skey } } })).body).toMatchObject({
      returnMessage: 'AUTH_SUCCESS',
      returnData: user_info,
    });
    expect((await post('/mina/auth', { uuid: id, skey, app_id: 1 })).body).toEqual({
      ok: 'success',
      msg: '会话有效',
      data: { user_info },
    });
  });

  it.each([
    ['GET', '/mina/login', 405],
    ['POST', '/mina/wafer2/user', 405],
    ['GET', '/mina_auth/', 405],
    ['POST', '/mina/nothing', 404],
    ['POST', '/mina/login/more', 404],
  ])('%s %s is answered with %i', async (method, path, status) => {
    const response = await fetch(`${product.url}${path}`, { method });

    expect(response.status).toBe(status);
    expect(await response.json()).toEqual({
      ok: 'fail',
      msg: expect.stringMatching(/接口|方式/),
      data: null,
    });
  });

  it('takes a long X-WX-Encrypted-Data', async () => {
    const user = { appid: 'wx-demo-eater', openid: someone() };
    const code = await controlWechat(product.wechat).login(user);
    const long = { ...user, userInfo: { nickName: 'x'.repeat(1_500) } };
    const { encryptedData, iv } = await controlWechat(product.wechat).userInfo(long);
    const headers = { 'X-WX-Code': code, 'X-WX-Encrypted-Data': encryptedData, 'X-WX-IV': iv };

    const response = await fetch(`${product.url}/mina/wafer/login`, { method: 'POST', headers });

    expect(await response.json()).toMatchObject({ [MAGIC]: 1, session: { id: expect.any(String) } });
  });
});
