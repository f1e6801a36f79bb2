import { describe, expect, it, vi } from 'vitest';
import { between, brokenConnection } from '../lib/between.ts';
import {
  codeOf,
  consent,
  control,
  EXCHANGE,
  HEX40,
  headers,
  type Kept,
  logIn,
  ONE,
  openMina,
  send,
  someone,
  TWO,
} from './support.ts';

openMina();

const MAGIC = 'F2C224D4-2BCE-4C64-AF9F-A6D872000D1A';
const login = (names: Record<string, string>, query?: Record<string, string>, method = 'GET') =>
  send('wafer_login', { method, ...headers(names), ...(query && { query }) });
const user = (names: Record<string, string>, query?: Record<string, string>) =>
  send('wafer_user', { method: 'GET', ...headers(names), ...(query && { query }) });
const asHeaders = ({ uuid, skey }: Kept) => ({ 'X-WX-Id': uuid, 'X-WX-Skey': skey });
const failed = (error: string, message: string) => ({ [MAGIC]: 1, error, message });

describe.each(['GET', 'POST'])('%s /mina/wafer/login', (method) => {
  it('gives a session under the magic id', async () => {
    const { code, encryptedData, iv } = await consent(someone());
    const names = { 'X-WX-Code': code, 'X-WX-Encrypted-Data': encryptedData, 'X-WX-IV': iv };

    const reply = await login(names, undefined, method);

    expect(reply.status).toBe(200);
    expect(reply.body).toEqual({
      [MAGIC]: 1,
      session: { id: expect.stringMatching(/^[0-9a-f-]{36}$/), skey: expect.stringMatching(HEX40) },
    });
    expect(reply.raw).toMatch(new RegExp(`^\\{"${MAGIC}":1,"session":\\{"id":`));
  });
});

describe('GET /mina/wafer/login', () => {
  it('is of the app that the query parameter names', async () => {
    const openid = someone();
    const reply = await login({ 'X-WX-Code': await codeOf(openid, TWO) }, { app_id: '2' });
    const { id, skey } = reply.body.session as { id: string; skey: string };
    const session = asHeaders({ uuid: id, skey });

    expect((await user(session, { app_id: '2' })).body).toEqual({ openId: openid });
    expect((await user(session)).body).toMatchObject({ error: 'ERR_INVALID_SESSION' });
  });

  it('says ERR_LOGIN_FAILED when WeChat refuses, or cannot be asked', async () => {
    expect(await login({ 'X-WX-Code': 'never-given' })).toMatchObject({
      status: 200,
      body: failed('ERR_LOGIN_FAILED', 'code 无效、已过期或已被使用 (errcode 40029)'),
    });
    await control().addFault({ path: EXCHANGE, kind: 'html' });
    expect((await login({ 'X-WX-Code': 'any' })).body).toEqual(
      failed('ERR_LOGIN_FAILED', '暂时无法连接微信，请重新获取 code 后再试'),
    );
  });

  it('says ERR_LOGIN_FAILED when a header is missing', async () => {
    expect(await login({})).toMatchObject({
      status: 400,
      body: failed('ERR_LOGIN_FAILED', '参数 X-WX-Code 缺失或不合法'),
    });
  });
});

describe('GET /mina/wafer/user', () => {
  it('answers the user, without the magic id', async () => {
    const openid = someone();
    const { code, encryptedData: encrypt_data, iv } = await consent(openid, ONE, { nickName: '小明' });
    const { body } = await send('login', { body: { code, encrypt_data, iv, app_id: 1 } });
    const kept = body.data as Kept & { user_info: object };

    const reply = await user(asHeaders(kept));

    expect(reply.status).toBe(200);
    expect(reply.body).toEqual(kept.user_info);
    expect(reply.body).toMatchObject({ openId: openid, nickName: '小明' });
    expect(reply.raw).not.toContain(MAGIC);
  });

  it('answers the openid of a user who told nothing', async () => {
    const openid = someone();

    expect((await user(asHeaders(await logIn(openid)))).body).toEqual({ openId: openid });
  });

  it.each([
    ['no headers', () => ({}), '会话不存在，请重新登录'],
    ['no X-WX-Id', ({ skey }: Kept) => ({ 'X-WX-Skey': skey }), '会话不存在，请重新登录'],
    ['no X-WX-Skey', ({ uuid }: Kept) => ({ 'X-WX-Id': uuid }), 'skey 错误，请重新登录'],
    [
      'headers that say nothing',
      () => asHeaders({ uuid: 'undefined', skey: 'null' }),
      '会话不存在，请重新登录',
    ],
    ['another skey', ({ uuid }: Kept) => asHeaders({ uuid, skey: 'x' }), 'skey 错误，请重新登录'],
  ])('says ERR_INVALID_SESSION: %s', async (_, names, message) => {
    const reply = await user(names(await logIn(someone())) as Record<string, string>);

    expect(reply).toMatchObject({ status: 200, body: failed('ERR_INVALID_SESSION', message) });
  });

  it('says ERR_CHECK_LOGIN_FAILED of an app that there is not: to log in again is no use there', async () => {
    const names = asHeaders(await logIn(someone()));

    expect((await user(names, { app_id: '99' })).body).toEqual(
      failed('ERR_CHECK_LOGIN_FAILED', '小程序不存在，请检查 app_id'),
    );
  });

  it('says ERR_INVALID_SESSION once the session has expired', async () => {
    const kept = await logIn(someone(), TWO);
    vi.useFakeTimers({ toFake: ['Date'], now: Date.now() + 3_601_000 });

    expect((await user(asHeaders(kept), { app_id: '2' })).body).toEqual(
      failed('ERR_INVALID_SESSION', '会话已过期，请重新登录'),
    );
  });

  it('says ERR_CHECK_LOGIN_FAILED when something fails on the server’s side', async () => {
    const names = asHeaders(await logIn(someone()));
    const stop = between('try', () => {
      throw brokenConnection();
    });
    expect(await user(names)).toMatchObject({
      status: 503,
      body: failed('ERR_CHECK_LOGIN_FAILED', '服务繁忙，请稍后再试'),
    });
    stop();

    expect(await user(names, { app_id: '#' })).toMatchObject({
      status: 400,
      body: failed('ERR_CHECK_LOGIN_FAILED', '参数 app_id 缺失或不合法'),
    });
  });
});
