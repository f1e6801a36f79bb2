import { createCipheriv } from 'node:crypto';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import { APPID, DATA, IV, KEY } from '../support/open-data.ts';
import {
  auth,
  consent,
  control,
  failure,
  type Kept,
  logIn,
  ONE,
  openMina,
  send,
  someone,
} from './support.ts';

openMina();

const NOT_DECRYPTED = failure('用户数据解密失败，请重新登录');
type Given = { code: string; encryptedData: string; iv: string };
const login = async ({ code, encryptedData, iv }: Given, app_id = '1') =>
  (await send('login', { body: { code, encrypt_data: encryptedData, iv, app_id } })).body;
const userInfoOf = (body: Record<string, unknown>) => (body.data as { user_info: unknown } | null)?.user_info;
const bytes = (value: unknown) => Buffer.byteLength(JSON.stringify(value));

describe('the size of user_info', () => {
  /** Logs in with a name that makes user_info so many bytes long. */
  const logInWith = async (size: number, letter: string) => {
    const openid = someone();
    const bare = bytes(userInfoOf(await login(await consent(openid, ONE, { nickName: '' }))));
    const letters = Math.floor((size - bare) / Buffer.byteLength(letter));
    const rest = size - bare - letters * Buffer.byteLength(letter);
    const nickName = letter.repeat(letters) + 'x'.repeat(rest);
    return { openid, body: await login(await consent(openid, ONE, { nickName })) };
  };

  it.each(['x', '取', '🌶'])('may be 2048 bytes of JSON, made of %s', async (letter) => {
    const { body } = await logInWith(2048, letter);

    expect(bytes(userInfoOf(body))).toBe(2048);
    expect(await auth(body.data as Kept)).toMatchObject({ data: { user_info: userInfoOf(body) } });
  });

  it.each(['x', '取', '🌶'])('may not be 2049 bytes, made of %s', async (letter) => {
    const { openid, body } = await logInWith(2049, letter);

    expect(body).toEqual(failure('用户数据过长'));
    expect(await logIn(openid)).toMatchObject({ user_info: { nickName: '' } });
  });
});

it('keeps user_info as it is: names in order, any JSON value', async () => {
  const odd = {
    zeta: 1,
    alpha: [{ b: null, a: 1.5e-300 }, '', []],
    large: 1e300,
    nested: { '': true },
  };
  const body = await login(await consent(someone(), ONE, odd));

  expect(Object.keys(userInfoOf(body) as object).slice(-5)).toEqual([
    'zeta',
    'alpha',
    'large',
    'nested',
    'watermark',
  ]);
  expect(userInfoOf(await auth(body.data as Kept))).toMatchObject(odd);
});

describe('data that cannot be decrypted', () => {
  it('is that of an earlier wx.login, whose session_key is another', async () => {
    const openid = someone();
    const stale = await consent(openid);
    const code = await control().login({ appid: ONE.appid, openid });

    expect(await login({ ...stale, code })).toEqual(NOT_DECRYPTED);
  });

  it('is another user’s', async () => {
    const [mine, theirs] = [await consent(someone()), await consent(someone())];

    expect(await login({ ...theirs, code: mine.code })).toEqual(NOT_DECRYPTED);
  });

  it.each([
    ['a wrong iv', (given: Given) => ({ ...given, iv: 'HyVFkGl5F5OQWJZZaNzBBg==' })],
    ['an iv of another size', (given: Given) => ({ ...given, iv: 'HyVFkGl5F5OQWJZZaNw=' })],
    ['an iv that is no base64', (given: Given) => ({ ...given, iv: '%' })],
    ['data cut short', (given: Given) => ({ ...given, encryptedData: given.encryptedData.slice(0, -4) })],
    ['data that is no base64', (given: Given) => ({ ...given, encryptedData: `${given.encryptedData}!` })],
    [
      'data in base64url',
      ({ encryptedData, ...given }: Given) => ({ ...given, encryptedData: `-_${encryptedData.slice(2)}` }),
    ],
  ])('has %s', async (_, spoil) => {
    const openid = someone();
    const before = await logIn(openid);

    expect(await login(spoil(await consent(openid)))).toEqual(NOT_DECRYPTED);
    expect(await auth(before), 'the session before lives on').toMatchObject({ ok: 'success' });
  });
});

it('turns back the plus signs that a form ate', async () => {
  const openid = someone();
  // A text of this length has no + only once in many thousand times.
  const { code, encryptedData, iv } = await consent(openid, ONE, { nickName: 'x'.repeat(1_000) });
  const eaten = encryptedData.replaceAll('+', ' ');

  expect(eaten).not.toBe(encryptedData);
  expect(await login({ code, encryptedData: eaten, iv: iv.replaceAll('+', ' ') })).toMatchObject({
    data: { user_info: { openId: openid } },
  });
});

/** WeChat's published sample, and a WeChat that always gives its session_key. */
describe('WeChat’s published sample', () => {
  const OPENID = 'oGZUI0egBJY1zhBYw2KhdUfwVJJE';
  const sample = { code: 'sample', encryptedData: DATA, iv: IV };
  let server: Server;

  beforeAll(async () => {
    const session = JSON.stringify({ session_key: KEY, openid: OPENID });
    server = createServer((_, response) => response.end(session)).listen(0);
    const { putApp } = await import('../../lib/wechat/apps.ts');
    await putApp({ id: 'sample', appid: APPID, secret: 's' });
    await putApp({ id: 'other', appid: 'wx-other', secret: 's' });
  });
  beforeEach(() => {
    const { port } = server.address() as AddressInfo;
    vi.stubEnv('WECHAT_API_BASE_URL', `http://127.0.0.1:${port}`);
  });
  afterAll(() => server.close());

  it('is read', async () => {
    expect(await login(sample, 'sample')).toMatchObject({
      ok: 'success',
      data: {
        user_info: {
          openId: OPENID,
          nickName: 'Band',
          unionId: 'ocMvos6NjeKLIBqg5Mr9QjxrP1FA',
          watermark: { timestamp: 1477314187, appid: APPID },
        },
      },
    });
  });

  it('is refused where it was meant for another app', async () => {
    expect(await login(sample, 'other')).toEqual(failure('用户数据不属于该小程序'));
  });

  it('is read by the session server without an iv when it was encrypted with the session_key for one', async () => {
    const key = Buffer.from(KEY, 'base64');
    const aes = createCipheriv('aes-128-cbc', key, key);
    const plain = JSON.stringify({ openId: OPENID, watermark: { appid: APPID } });
    const encrypt_data = Buffer.concat([aes.update(plain), aes.final()]).toString('base64');
    const id_skey = async (para: object) => {
      const body = {
        version: 1,
        componentName: 'MA',
        interface: { interfaceName: 'qcloud.cam.id_skey', para },
      };
      return (await send('session_server', { body, query: { app_id: 'sample' } })).body;
    };

    expect(await id_skey({ code: 'sample', encrypt_data })).toMatchObject({
      returnCode: 0,
      returnData: { user_info: { openId: OPENID } },
    });
    expect(await id_skey({ code: 'sample', encrypt_data, iv: IV })).toMatchObject({ returnCode: 60021 });
    expect(await id_skey({ code: 'sample', encrypt_data: DATA })).toMatchObject({ returnCode: 60021 });
  });
});
