import { describe, expect, it, vi } from 'vitest';
import { between, brokenConnection, countRequests } from '../lib/between.ts';
import {
  codeOf,
  consent,
  control,
  EXCHANGE,
  HEX40,
  headers,
  logIn,
  ONE,
  openMina,
  send,
  someone,
  TWO,
} from './support.ts';

openMina();

type Login = { skey: string; userinfo: Record<string, unknown>; time: number };

const login = (names: Record<string, string>, query?: Record<string, string>, method = 'GET') =>
  send('wafer2_login', { method, ...headers(names), ...(query && { query }) });
const user = (skey?: string, query?: Record<string, string>) =>
  send('wafer2_user', {
    method: 'GET',
    ...headers(skey === undefined ? {} : { 'X-WX-Skey': skey }),
    ...(query && { query }),
  });
const loggedIn = async (names: Record<string, string>, query?: Record<string, string>) =>
  (await login(names, query)).body.data as Login;
const failed = (code: number, error: string, message: string) => ({ code, error, message });

describe.each(['GET', 'POST'])('%s /mina/wafer2/login', (method) => {
  it('takes a header that came twice, as API Gateway joins it, and none that says two things', async () => {
    const [openid, code] = [someone(), await codeOf(someone())];

    expect((await login({ 'X-WX-Code': `${code},${code}x` }, undefined, method)).body.code).toBe(40029);
    expect((await login({ 'X-WX-Code': `${code},${code}` }, undefined, method)).body.code).toBe(0);
    const { skey } = await loggedIn({ 'X-WX-Code': `undefined, ${await codeOf(openid)}` });
    expect((await user(`${skey},undefined`)).body).toEqual({ code: 0, data: { openId: openid } });
  });

  it('logs in with the user’s data', async () => {
    const openid = someone();
    const { code, encryptedData, iv } = await consent(openid, ONE, { nickName: '小明' });
    const names = { 'X-WX-Code': code, 'X-WX-Encrypted-Data': encryptedData, 'X-WX-IV': iv };

    const reply = await login(names, undefined, method);

    expect(reply.status).toBe(200);
    expect(reply.body).toEqual({
      code: 0,
      data: {
        skey: expect.stringMatching(HEX40),
        userinfo: expect.objectContaining({ openId: openid, nickName: '小明' }),
        time: expect.closeTo(Date.now() / 1_000, -1),
      },
    });
    expect(Object.keys(reply.body.data as object)).toEqual(['skey', 'userinfo', 'time']);
  });

  it('logs in with a code alone, and still knows a user', async () => {
    const openid = someone();

    expect((await loggedIn({ 'X-WX-Code': await codeOf(openid) })).userinfo).toEqual({ openId: openid });
  });

  it.each(['undefined', 'null', ''])('takes headers that say “%s” for not sent, and app_id', async (word) => {
    const openid = someone();
    const names = { 'X-WX-Code': await codeOf(openid), 'X-WX-Encrypted-Data': word, 'X-WX-IV': word };

    expect((await login(names, { app_id: word }, method)).body).toMatchObject({
      code: 0,
      data: { userinfo: { openId: openid } },
    });
    expect(await user(word)).toMatchObject({ status: 401, body: { code: -1 } });
  });
});

describe('GET /mina/wafer2/login', () => {
  it('with a code alone tells what the user told before', async () => {
    const openid = someone();
    const { code, encryptedData, iv } = await consent(openid);
    const names = { 'X-WX-Code': code, 'X-WX-Encrypted-Data': encryptedData, 'X-WX-IV': iv };
    const { userinfo } = await loggedIn(names);

    expect((await loggedIn({ 'X-WX-Code': await codeOf(openid) })).userinfo).toEqual(userinfo);
  });

  it('is of the app that the query parameter names, else of the default app', async () => {
    const openid = someone();
    const { skey } = await loggedIn({ 'X-WX-Code': await codeOf(openid, TWO) }, { app_id: '2' });

    expect((await user(skey, { app_id: '2' })).body).toEqual({ code: 0, data: { openId: openid } });
    expect((await user(skey)).status).toBe(401);
    vi.stubEnv('DEFAULT_APP', '2');
    expect((await user(skey)).status).toBe(200);
  });

  it.each([
    [40029, 40029],
    [40163, 40163],
    [45011, 45011],
    [-1, 1],
  ])('hands on WeChat’s errcode %i as code %i', async (errcode, code) => {
    await control().addFault({ path: EXCHANGE, kind: 'errcode', errcode });
    const { status, body } = await login({ 'X-WX-Code': 'any' });

    expect(status).toBe(200);
    expect(body).toEqual(
      failed(code, 'ERR_GET_SESSION_KEY', expect.stringContaining(`(errcode ${errcode})`)),
    );
    expect(Object.keys(body)).toEqual(['code', 'error', 'message']);
  });

  it('says 1 where there is no errcode', async () => {
    const code = await codeOf(someone());
    await control().addFault({ path: EXCHANGE, kind: 'empty' });

    expect(await login({ 'X-WX-Code': code })).toMatchObject({
      status: 200,
      body: failed(1, 'ERR_GET_SESSION_KEY', '暂时无法连接微信，请重新获取 code 后再试'),
    });
    expect((await login({ 'X-WX-Code': code }, { app_id: '99' })).body).toEqual(
      failed(1, 'ERR_GET_SESSION_KEY', '小程序不存在，请检查 app_id'),
    );
  });

  it('refuses data that it cannot decrypt, or that is too long', async () => {
    const openid = someone();
    const spoilt = async (userInfo: object, spoil: object) => {
      const { code, encryptedData, iv } = await consent(openid, ONE, userInfo);
      const names = { 'X-WX-Code': code, 'X-WX-Encrypted-Data': encryptedData, 'X-WX-IV': iv, ...spoil };
      return (await login(names)).body;
    };

    expect(await spoilt({}, { 'X-WX-IV': 'HyVFkGl5F5OQWJZZaNzBBg==' })).toEqual(
      failed(1, 'ERR_IN_DECRYPT_DATA', '用户数据解密失败，请重新登录'),
    );
    expect(await spoilt({ nickName: 'x'.repeat(2048) }, {})).toEqual(
      failed(1, 'ERR_IN_DECRYPT_DATA', '用户数据过长'),
    );
  });

  it.each([
    ['X-WX-Code', {}, undefined],
    ['X-WX-Code', { 'X-WX-Code': '' }, undefined],
    ['X-WX-Code', { 'X-WX-Code': 'undefined' }, undefined],
    ['X-WX-IV', { 'X-WX-Code': 'c', 'X-WX-Encrypted-Data': 'd' }, undefined],
    ['X-WX-Encrypted-Data', { 'X-WX-Code': 'c', 'X-WX-IV': 'i' }, undefined],
    ['app_id', { 'X-WX-Code': 'c' }, { app_id: '1,2' }],
  ])('names what is missing or wrong: %s', async (field, names, query) => {
    expect(await login(names as Record<string, string>, query)).toMatchObject({
      status: 400,
      body: failed(1, 'ERR_INVALID_PARAMS', `参数 ${field} 缺失或不合法`),
    });
  });

  it('never says -1 or 401 when something fails on the server’s side', async () => {
    const code = await codeOf(someone());
    const stop = between('try', () => {
      throw brokenConnection();
    });
    expect(await login({ 'X-WX-Code': code })).toMatchObject({
      status: 503,
      body: failed(1, 'ERR_SERVER', '服务繁忙，请稍后再试'),
    });
    expect(await user('0'.repeat(40))).toMatchObject({ status: 503, body: { code: 1 } });
    stop();
    between('command', () => {
      throw new TypeError('made up');
    });

    expect(await user('0'.repeat(40))).toMatchObject({
      status: 500,
      body: failed(1, 'ERR_SERVER', '服务器内部错误 (request-1)'),
    });
  });
});

describe('GET /mina/wafer2/user', () => {
  const DEAD = failed(-1, 'ERR_SESSION_INVALID', '会话不存在，请重新登录');

  it('tells who the user is, in one read', async () => {
    const { code, encryptedData, iv } = await consent(someone());
    const { skey, userinfo } = await loggedIn({
      'X-WX-Code': code,
      'X-WX-Encrypted-Data': encryptedData,
      'X-WX-IV': iv,
    });

    expect((await user(skey)).body).toEqual({ code: 0, data: userinfo });
    expect(await countRequests(() => user(skey))).toEqual({ BatchGetItem: 1 });
  });

  it.each([undefined, '', 'x', '0'.repeat(40)])('says -1 and 401 for the skey %s', async (skey) => {
    const reply = await user(skey);

    expect(reply).toMatchObject({ status: 401, body: DEAD });
    expect(Object.keys(reply.body)).toEqual(['code', 'error', 'message']);
  });

  it('says -1 and 401 a minute after another login has replaced the skey', async () => {
    const openid = someone();
    vi.useFakeTimers({ toFake: ['Date'], now: Date.now() });
    const { skey } = await loggedIn({ 'X-WX-Code': await codeOf(openid) });
    await logIn(openid);

    expect((await user(skey)).status).toBe(200);
    vi.setSystemTime(Date.now() + 60_000);
    expect(await user(skey)).toMatchObject({ status: 401, body: DEAD });
  });

  it('never says so of an app that there is not: to log in again is no use there', async () => {
    const { skey } = await loggedIn({ 'X-WX-Code': await codeOf(someone()) });

    for (const one of [skey, undefined])
      expect(await user(one, { app_id: '99' })).toMatchObject({
        status: 200,
        body: failed(1, 'ERR_GET_SESSION_KEY', '小程序不存在，请检查 app_id'),
      });
  });

  it('says -1 and 401 once the session has expired', async () => {
    const app_id = '2';
    const { skey } = await loggedIn({ 'X-WX-Code': await codeOf(someone(), TWO) }, { app_id });

    vi.useFakeTimers({ toFake: ['Date'], now: Date.now() + 3_601_000 });

    expect(await user(skey, { app_id })).toMatchObject({ status: 401, body: DEAD });
  });

  it('does not take a session of callme for one of its own', async () => {
    const { createSession } = await import('../../lib/session/session.ts');
    const policy = { idle: 60, absolute: 60 };
    const skey = await createSession({ service: 'callme', app: '1', openid: someone(), role: {}, policy });

    expect((await user(skey)).status).toBe(401);
  });
});

it('callme does not take a session of mina for one of its own', async () => {
  const { skey } = await logIn(someone());
  const { handler } = await import('../../functions/callme/seller_list.ts');
  const { apiEvent, invoke } = await import('../support/api.ts');

  const reply = await invoke(handler, apiEvent({ body: JSON.stringify({ sessionKey: skey }) }));

  expect(reply.body).toEqual({ queryErr: 'Session Time Out' });
});
