import { createCipheriv } from 'node:crypto';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { setTimeout as pause } from 'node:timers/promises';
import { afterAll, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import { APPID, DATA, IV, KEY } from '../support/open-data.ts';
import {
  auth,
  codeOf,
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

/** Spoilt in one way each. They are tried at once: another login of the page, whose key might fit, is waited for. */
const SPOILT: Record<string, (given: Given, openid: string) => Given | Promise<Given>> = {
  'of an earlier wx.login, whose session_key is another': async (given, openid) => ({
    ...given,
    code: await codeOf(openid),
  }),
  'of another user': async (given) => ({ ...(await consent(someone())), code: given.code }),
  'with a wrong iv': (given) => ({ ...given, iv: 'HyVFkGl5F5OQWJZZaNzBBg==' }),
  'with an iv of another size': (given) => ({ ...given, iv: 'HyVFkGl5F5OQWJZZaNw=' }),
  'with an iv that is no base64': (given) => ({ ...given, iv: '%' }),
  'cut short': (given) => ({ ...given, encryptedData: given.encryptedData.slice(0, -4) }),
  'no base64': (given) => ({ ...given, encryptedData: `${given.encryptedData}!` }),
  'in base64url': (given) => ({ ...given, encryptedData: `-_${given.encryptedData.slice(2)}` }),
};

it('refuses data that it cannot decrypt, and leaves the session before', async () => {
  const answers = Object.entries(SPOILT).map(async ([what, spoil]) => {
    const openid = someone();
    const before = await logIn(openid);
    const answer = await login(await spoil(await consent(openid), openid));
    return [what, answer, (await auth(before)).ok];
  });

  expect(await Promise.all(answers)).toEqual(
    Object.keys(SPOILT).map((what) => [what, NOT_DECRYPTED, 'success']),
  );
});

describe('logins of one page at once, each with its own wx.login', () => {
  /** What the page's requests send: WeChat encrypts for all of them with the session_key of the last wx.login. */
  const pageOf = async (openid: string, requests: number): Promise<Given[]> => {
    const codes: string[] = [];
    for (let i = 0; i < requests; i += 1) codes.push(await control().login({ appid: ONE.appid, openid }));
    const { encryptedData, iv } = await control().userInfo({
      appid: ONE.appid,
      openid,
      userInfo: { nickName: '小明' },
    });
    return codes.map((code) => ({ code, encryptedData, iv }));
  };

  it('all succeed, also when the last wx.login comes late', async () => {
    const openid = someone();
    const page = await pageOf(openid, 5);
    const last = page.pop() as Given;

    const early = page.map((given) => login(given));
    await pause(150);
    const bodies = await Promise.all([...early, login(last)]);

    expect(bodies.map(({ ok }) => ok)).toEqual(Array(5).fill('success'));
    for (const body of bodies) expect(userInfoOf(body)).toMatchObject({ openId: openid, nickName: '小明' });
  });

  it('are read with no key of another user, nor with one of a minute ago', async () => {
    const [openid, other] = [someone(), someone()];
    const [mine, newest] = (await pageOf(openid, 2)) as [Given, Given];
    vi.useFakeTimers({ toFake: ['Date'], now: Date.now() });
    await login(newest);

    expect(await login({ ...mine, code: await codeOf(other) })).toEqual(NOT_DECRYPTED);
    vi.setSystemTime(Date.now() + 61_000);
    expect(await login(mine)).toEqual(NOT_DECRYPTED);
  });
});

describe('rawData and signature', () => {
  const logInSigned = async (fields: object, spoil: object = {}) =>
    (await send('login', { body: { ...fields, app_id: '1', ...spoil } })).body;
  const signed = async (openid: string) => {
    const { code, rawData, signature } = await consent(openid, ONE, { nickName: '小明' });
    return { code, rawData, signature };
  };

  it('are checked with the session_key, beside what is encrypted or alone', async () => {
    const [openid, other] = [someone(), someone()];
    const { encryptedData, iv, ...given } = await consent(openid, ONE, { nickName: '小明' });

    expect(await logInSigned({ ...given, encrypt_data: encryptedData, iv })).toMatchObject({
      data: { user_info: { openId: openid, nickName: '小明', watermark: { appid: ONE.appid } } },
    });
    expect(await logInSigned(await signed(other))).toMatchObject({
      data: { user_info: { openId: other, nickName: '小明' } },
    });
  });

  it('that do not fit are a failed decryption', async () => {
    const answers = [{ signature: '0'.repeat(40) }, { rawData: '{"nickName":"小红"}' }].map(async (spoil) => {
      const { encryptedData, iv, ...given } = await consent(someone());
      const alone = await signed(someone());
      return Promise.all([
        logInSigned({ ...given, encrypt_data: encryptedData, iv }, spoil),
        logInSigned(alone, spoil),
      ]);
    });

    expect((await Promise.all(answers)).flat()).toEqual(Array(4).fill(NOT_DECRYPTED));
  });

  it.each([{ signature: '' }, { rawData: undefined }, { rawData: 'undefined', signature: 'undefined' }])(
    'are not checked when they are not both there: %j',
    async (spoil) => {
      expect(await logInSigned(await signed(someone()), spoil)).toMatchObject({
        ok: 'success',
        data: { user_info: null },
      });
    },
  );

  it('are taken from a form, and are 2048 bytes at most', async () => {
    const openid = someone();
    const form = String(new URLSearchParams({ ...(await signed(openid)), app_id: '1' }));
    const type = 'application/x-www-form-urlencoded';
    expect((await send('login', { body: form, type })).body).toMatchObject({
      data: { user_info: { nickName: '小明' } },
    });

    const { code, rawData, signature } = await consent(openid, ONE, { nickName: 'x'.repeat(2_048) });
    expect(await logInSigned({ code, rawData, signature })).toEqual(failure('用户数据过长'));
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

    for (const iv of [undefined, null, '', 'undefined'])
      expect(await id_skey({ code: 'sample', encrypt_data, iv })).toMatchObject({
        returnCode: 0,
        returnData: { user_info: { openId: OPENID } },
      });
    const refused = [{ encrypt_data, iv: IV }, { encrypt_data: DATA }].map((para) =>
      id_skey({ code: 'sample', ...para }),
    );
    expect(await Promise.all(refused)).toMatchObject([{ returnCode: 60021 }, { returnCode: 60021 }]);
  });
});
