import { describe, expect, it, vi } from 'vitest';
import { createSession, sessionId } from '../../lib/session/session.ts';
import { between, brokenConnection, countRequests } from '../lib/between.ts';
import { auth, consent, failure, type Kept, logIn, ONE, openMina, send, someone, TWO } from './support.ts';

openMina();

describe('POST /mina/auth', () => {
  it('tells who the user is', async () => {
    const { code, encryptedData: encrypt_data, iv } = await consent(someone());
    const login = await send('login', { body: { code, encrypt_data, iv, app_id: '1' } });
    const { user_info, ...kept } = login.body.data as Kept & { user_info: object };

    expect(user_info).toMatchObject({ nickName: '微信用户' });
    expect(await auth(kept)).toEqual({ ok: 'success', msg: '会话有效', data: { user_info } });
  });

  it('tells the openid of a user who told nothing, and may be repeated', async () => {
    const openid = someone();
    const kept = await logIn(openid);

    for (let i = 0; i < 3; i += 1) {
      const reply = await send('auth', { body: { uuid: kept.uuid, skey: kept.skey, app_id: 1 } });
      expect(reply.raw).toBe(`{"ok":"success","msg":"会话有效","data":{"user_info":{"openId":"${openid}"}}}`);
    }
  });

  it('tells by every skey of a user what they told last', async () => {
    const openid = someone();
    const before = await logIn(openid);
    const { code, encryptedData: encrypt_data, iv } = await consent(openid, ONE, { nickName: '小明' });
    await send('login', { body: { code, encrypt_data, iv, app_id: '1' } });

    expect(await auth(before)).toMatchObject({ data: { user_info: { nickName: '小明' } } });
  });

  it('reads once, session and user together', async () => {
    const kept = await logIn(someone());

    expect(await countRequests(() => auth(kept))).toEqual({ BatchGetItem: 1 });
  });

  it('succeeds also when the session cannot be extended', async () => {
    const kept = await logIn(someone(), TWO);
    vi.useFakeTimers({ toFake: ['Date'], now: Date.now() + 1_800_000 });
    let tries = 0;
    between('try', ({ command }, pass) => {
      if (command !== 'UpdateItem') return pass();
      tries += 1;
      throw brokenConnection();
    });

    expect(await auth(kept, TWO)).toMatchObject({ ok: 'success' });
    expect(tries).toBeGreaterThan(0);
  });
});

describe('POST /mina/auth, what goes wrong', () => {
  it.each(['0b6c1b1e-7a3f-8c52-9d0e-6f1a2b3c4d5e', 'no-uuid', '#', 'x'.repeat(100)])(
    'a uuid that nobody has: %s',
    async (uuid) => {
      const { skey } = await logIn(someone());

      expect(await send('auth', { body: { uuid, skey, app_id: '1' } })).toMatchObject({
        status: 200,
        body: failure('会话不存在，请重新登录'),
      });
    },
  );

  it('a session of another app', async () => {
    const kept = await logIn(someone(), ONE);

    expect(await auth(kept, TWO)).toEqual(failure('会话不存在，请重新登录'));
  });

  it('an app that there is not: to log in again is no use there', async () => {
    const kept = await logIn(someone());

    for (const one of [kept, { ...kept, uuid: 'no-uuid' }])
      expect(await auth(one, { id: '99' })).toEqual(failure('小程序不存在，请检查 app_id'));
  });

  it('a skey that is wrong, malformed, or another user’s', async () => {
    const [kept, other] = [await logIn(someone()), await logIn(someone())];

    for (const skey of ['0'.repeat(40), 'x', kept.skey.toUpperCase(), `${kept.skey} `, other.skey])
      expect(await auth({ uuid: kept.uuid, skey })).toEqual(failure('skey 错误，请重新登录'));
  });

  it('the id of the session in place of its skey', async () => {
    const kept = await logIn(someone());

    expect(await auth({ ...kept, skey: sessionId(kept.skey) })).toEqual(failure('skey 错误，请重新登录'));
  });

  it('a session of another service', async () => {
    const openid = someone();
    const { uuid } = await logIn(openid);
    const role = { uuid, user_info: null };
    const policy = { idle: 60, absolute: 60 };
    const skey = await createSession({ service: 'callme', app: '1', openid, role, policy });

    expect(await auth({ uuid, skey })).toEqual(failure('skey 错误，请重新登录'));
  });

  it.each([
    ['uuid', { uuid: undefined }],
    ['uuid', { uuid: '' }],
    ['uuid', { uuid: 'undefined' }],
    ['uuid', { uuid: 'x'.repeat(101) }],
    ['skey', { skey: undefined }],
    ['skey', { skey: '' }],
    ['skey', { skey: null }],
    ['skey', { skey: ['x'] }],
    ['app_id', { app_id: undefined }],
  ])('a missing or wrong field: %s %j', async (field, fields) => {
    const reply = await send('auth', { body: { uuid: 'u', skey: 's', app_id: '1', ...fields } });

    expect(reply).toMatchObject({ status: 400, body: failure(`参数 ${field} 缺失或不合法`) });
  });

  it('a defect: nothing but the id of the request', async () => {
    between('command', () => {
      throw new TypeError('made up');
    });

    const reply = await send('auth', {
      body: { uuid: '0b6c1b1e-7a3f-8c52-9d0e-6f1a2b3c4d5e', skey: 's', app_id: '1' },
    });

    expect(reply).toMatchObject({ status: 500, body: failure('服务器内部错误 (request-1)') });
  });
});
