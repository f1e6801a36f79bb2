import { describe, expect, it } from 'vitest';
import { scan } from '../../lib/store/store.ts';
import { between, brokenConnection, countRequests } from '../lib/between.ts';
import {
  auth,
  codeOf,
  consent,
  control,
  DAY,
  EXCHANGE,
  failure,
  HEX40,
  logIn,
  ONE,
  openMina,
  send,
  someone,
  TWO,
} from './support.ts';

openMina();

const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-8[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/;
const login = async (fields: Record<string, unknown>) => send('login', { body: { app_id: '1', ...fields } });

describe('POST /mina/login', () => {
  it('logs in with the data of wx.getUserInfo', async () => {
    const openid = someone();
    const { code, encryptedData, iv } = await consent(openid, ONE, { nickName: '小明' });

    const reply = await login({ code, encrypt_data: encryptedData, iv });

    expect(reply).toMatchObject({ status: 200, headers: { 'cache-control': 'no-store' } });
    expect(reply.body).toEqual({
      ok: 'success',
      msg: '登录成功',
      data: {
        uuid: expect.stringMatching(UUID),
        skey: expect.stringMatching(HEX40),
        user_info: expect.objectContaining({
          openId: openid,
          nickName: '小明',
          watermark: expect.objectContaining({ appid: ONE.appid }),
        }),
        duration: 30 * DAY,
      },
    });
  });

  it('answers in the order of the source', async () => {
    const { code, encryptedData, iv } = await consent(someone());
    const { raw, body } = await login({ code, encrypt_data: encryptedData, iv });
    const data = body.data as { user_info: object };

    expect(Object.keys(body)).toEqual(['ok', 'msg', 'data']);
    expect(Object.keys(data)).toEqual(['uuid', 'skey', 'user_info', 'duration']);
    expect(Object.keys(data.user_info)).toEqual(
      'openId nickName gender language city province country avatarUrl watermark'.split(' '),
    );
    expect(raw).toMatch(/^\{"ok":"success","msg":"登录成功","data":\{"uuid":/);
  });

  it('takes a form, and an app_id that is a number', async () => {
    const { code, encryptedData, iv } = await consent(someone());
    const form = String(new URLSearchParams({ code, encrypt_data: encryptedData, iv, app_id: '1' }));

    const asForm = await send('login', { body: form, type: 'application/x-www-form-urlencoded' });
    const asNumber = await login({ code: await codeOf(someone()), app_id: 1 });

    expect(asForm.body).toMatchObject({ ok: 'success', data: { duration: 30 * DAY } });
    expect(asNumber.body.ok).toBe('success');
  });

  it.each([
    ['empty', { encrypt_data: '', iv: '' }],
    ['left out', {}],
    ['null', { encrypt_data: null, iv: null }],
    ['half left out, as the source’s own example does', { iv: '' }],
    ['what JavaScript makes of nothing', { encrypt_data: 'undefined', iv: 'null', rawData: 'undefined' }],
  ])('logs in a user who refused: encrypt_data and iv %s', async (_, fields) => {
    const reply = await login({ code: await codeOf(someone()), ...fields });

    expect(reply.body).toMatchObject({ ok: 'success', data: { user_info: null } });
    expect(reply.raw).toContain('"user_info":null');
  });

  it('keeps what a user told before', async () => {
    const openid = someone();
    const { code, encryptedData, iv } = await consent(openid);
    const told = await login({ code, encrypt_data: encryptedData, iv });

    const { user_info } = await logIn(openid);

    expect(user_info).toEqual((told.body.data as { user_info: unknown }).user_info);
  });

  it('takes what a user tells anew', async () => {
    const openid = someone();
    for (const nickName of ['before', 'after']) {
      const { code, encryptedData, iv } = await consent(openid, ONE, { nickName });
      await login({ code, encrypt_data: encryptedData, iv });
    }

    expect(await auth(await logIn(openid))).toMatchObject({ data: { user_info: { nickName: 'after' } } });
  });

  it('keeps the uuid of a user, and gives a new skey', async () => {
    const openid = someone();
    const [first, second] = [await logIn(openid), await logIn(openid)];

    expect(second.uuid).toBe(first.uuid);
    expect(second.skey).not.toBe(first.skey);
    expect(await auth(second)).toMatchObject({ ok: 'success' });
  });

  it('tells the same openid in two apps apart', async () => {
    const openid = someone();
    const [one, two] = [await logIn(openid, ONE), await logIn(openid, TWO)];

    expect(one.uuid).not.toBe(two.uuid);
    expect(await auth(one, ONE)).toMatchObject({ ok: 'success' });
    expect(await auth(two, TWO)).toMatchObject({ ok: 'success' });
  });

  it('writes one transaction, after one read', async () => {
    const openid = someone();
    await logIn(openid);

    expect(await countRequests(() => logIn(openid))).toEqual({ BatchGetItem: 1, TransactWriteItems: 1 });
  });

  it('leaves the table no skey', async () => {
    const { skey } = await logIn(someone());

    expect(JSON.stringify(await scan(process.env.SESSIONS_TABLE as string))).not.toContain(skey);
  });
});

describe('POST /mina/login, what goes wrong', () => {
  it('an unknown app_id', async () => {
    const reply = await login({ code: await codeOf(someone()), app_id: '99' });

    expect(reply).toMatchObject({ status: 200, body: failure('小程序不存在，请检查 app_id') });
    expect(reply.raw).toBe('{"ok":"fail","msg":"小程序不存在，请检查 app_id","data":null}');
  });

  it('a code that was used: so is that of a login that is repeated', async () => {
    const code = await codeOf(someone());
    expect((await login({ code })).body.ok).toBe('success');

    expect(await login({ code })).toMatchObject({
      status: 200,
      body: failure('code 无效、已过期或已被使用 (errcode 40163)'),
    });
  });

  it('a code of another app, and one that never was', async () => {
    for (const code of [await codeOf(someone(), TWO), 'never-given'])
      expect((await login({ code })).body).toEqual(failure('code 无效、已过期或已被使用 (errcode 40029)'));
  });

  it.each([
    [40226, 'code 无效、已过期或已被使用 (errcode 40226)'],
    [-1, '微信拒绝了请求 (errcode -1)'],
    [45011, '微信拒绝了请求 (errcode 45011)'],
    [40125, '微信拒绝了请求 (errcode 40125)'],
  ])('WeChat’s errcode %i', async (errcode, msg) => {
    await control().addFault({ path: EXCHANGE, kind: 'errcode', errcode });

    expect(await login({ code: await codeOf(someone()) })).toMatchObject({ status: 200, body: failure(msg) });
  });

  it.each([{ kind: 'status', status: 502 }, { kind: 'html' }, { kind: 'empty' }, { kind: 'reset' }] as const)(
    'WeChat answers with $kind: it is asked once, for the code may be used up',
    async (fault) => {
      const code = await codeOf(someone());
      await control().clearCalls();
      await control().addFault({ path: EXCHANGE, ...fault });

      expect((await login({ code })).body).toEqual(failure('暂时无法连接微信，请重新获取 code 后再试'));
      expect(await control().calls()).toHaveLength(1);
    },
  );

  it.each([
    ['code', { code: undefined }],
    ['code', { code: '' }],
    ['code', { code: 'undefined' }],
    ['code', { code: 7 }],
    ['code', { code: 'x'.repeat(513) }],
    ['app_id', { app_id: undefined }],
    ['app_id', { app_id: '' }],
    ['app_id', { app_id: 'null' }],
    ['app_id', { app_id: 1.5 }],
    ['app_id', { app_id: 'token#wx-test-one' }],
    ['app_id', { app_id: '1'.repeat(65) }],
    ['encrypt_data', { encrypt_data: 7 }],
    ['encrypt_data', { iv: 'r7BXXKkLb8qrSNn05n0qiA==' }],
    ['encrypt_data', { encrypt_data: '', iv: 'r7BXXKkLb8qrSNn05n0qiA==' }],
    ['iv', { encrypt_data: 'CiyLU1Aw2KjvrjMdj8YKliAjtP4gsMZMQmRzooG2xrA=' }],
    ['iv', { encrypt_data: 'CiyLU1Aw2KjvrjMdj8YKliAjtP4gsMZMQmRzooG2xrA=', iv: '' }],
    ['iv', { iv: {} }],
    ['rawData', { rawData: { nickName: '小明' }, signature: 'x' }],
  ])('a missing or wrong field: %s %j', async (field, fields) => {
    const reply = await login({ code: 'x', ...fields });

    expect(reply).toMatchObject({ status: 400, body: failure(`参数 ${field} 缺失或不合法`) });
  });

  it('leaves the code alone when a field is missing', async () => {
    const code = await codeOf(someone());

    expect((await login({ code, iv: 'x' })).status).toBe(400);
    expect((await login({ code })).body.ok).toBe('success');
  });

  it('a body that cannot be read, one that is too large', async () => {
    expect(await send('login', { body: '{"code":' })).toMatchObject({
      status: 400,
      body: failure('请求内容无法解析'),
    });
    expect(await login({ code: 'x'.repeat(1024 * 1024) })).toMatchObject({
      status: 413,
      body: failure('请求内容过大'),
    });
  });

  it('DynamoDB that does not answer', async () => {
    const code = await codeOf(someone());
    between('try', ({ command }, pass) => {
      if (command === 'TransactWriteItems') throw brokenConnection();
      return pass();
    });

    expect(await login({ code })).toMatchObject({ status: 503, body: failure('服务繁忙，请稍后再试') });
  });

  it('an answer of DynamoDB’s that was lost: the login is not done twice', async () => {
    const openid = someone();
    const code = await codeOf(openid);
    let lost = 0;
    between('try', async ({ command }, pass) => {
      const answer = await pass();
      if (command !== 'TransactWriteItems' || lost > 0) return answer;
      lost += 1;
      throw brokenConnection();
    });

    const { body } = await login({ code });

    expect([lost, body.ok]).toEqual([1, 'success']);
    expect(await auth(body.data as { uuid: string; skey: string })).toMatchObject({ ok: 'success' });
  });
});
