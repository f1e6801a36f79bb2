import { describe, expect, it, vi } from 'vitest';
import {
  auth,
  codeOf,
  control,
  failure,
  type Kept,
  logIn,
  ONE,
  openMina,
  send,
  someone,
  TWO,
} from './support.ts';

openMina();

const PHONE = '/wxa/business/getuserphonenumber';
const NUMBER = '13800138000';
const press = (openid: string, more = {}, { appid } = ONE) =>
  control().phone({ appid, openid, phoneNumber: NUMBER, ...more });
const phone = ({ uuid, skey }: Kept, fields: object) =>
  send('phone', { body: { uuid, skey, app_id: '1', ...fields } });

describe('POST /mina/phone', () => {
  it.each([
    ['of China', {}, { phoneNumber: NUMBER, purePhoneNumber: NUMBER, countryCode: '86' }],
    [
      'of another country',
      { phoneNumber: '51234567', countryCode: '852' },
      { phoneNumber: '+85251234567', purePhoneNumber: '51234567', countryCode: '852' },
    ],
  ])('tells the number that the user lets us know, one %s', async (_, given, data) => {
    const openid = someone();
    const kept = await logIn(openid);

    const reply = await phone(kept, { code: await press(openid, given) });

    expect(reply).toMatchObject({ status: 200, headers: { 'cache-control': 'no-store' } });
    expect(reply.body).toEqual({ ok: 'success', msg: '已获取手机号', data });
    expect(Object.keys(reply.body.data as object)).toEqual(['phoneNumber', 'purePhoneNumber', 'countryCode']);
  });

  it('counts as a use of the session', async () => {
    const openid = someone();
    vi.useFakeTimers({ toFake: ['Date'], now: Date.now() });
    const kept = await logIn(openid, TWO);
    const code = await press(openid, {}, TWO);
    vi.setSystemTime(Date.now() + 3_599_000);

    expect((await phone(kept, { code, app_id: '2' })).body.ok).toBe('success');
    vi.setSystemTime(Date.now() + 3_599_000);
    expect(await auth(kept, TWO)).toMatchObject({ ok: 'success' });
  });

  it('refuses a code that was used, another user’s, that of wx.login, and one of another app', async () => {
    const [openid, other] = [someone(), someone()];
    const kept = await logIn(openid);
    const used = await press(openid);
    await phone(kept, { code: used });

    for (const code of [used, await press(other), await codeOf(openid), 'never-given'])
      expect((await phone(kept, { code })).body).toEqual(
        failure('code 无效、已过期或已被使用 (errcode 40029)'),
      );
    expect((await phone(kept, { code: await press(openid, {}, TWO) })).body).toEqual(
      failure('微信拒绝了请求 (errcode 40013)'),
    );
  });

  it('leaves the code alone when there is no session', async () => {
    const openid = someone();
    const kept = await logIn(openid);
    const code = await press(openid);

    expect((await phone({ ...kept, skey: 'x' }, { code })).body).toEqual(failure('skey 错误，请重新登录'));
    expect((await phone(kept, { code, app_id: '2' })).body).toEqual(failure('会话不存在，请重新登录'));
    expect((await phone(kept, { code, app_id: '99' })).body).toEqual(failure('小程序不存在，请检查 app_id'));
    expect((await phone(kept, { code })).body.ok).toBe('success');
  });

  it('says that an app is gone whose session still lives', async () => {
    const { putApp, removeApp } = await import('../../lib/wechat/apps.ts');
    const app = { ...ONE, id: 'short-lived' };
    await putApp(app);
    const openid = someone();
    const kept = await logIn(openid, app);
    await removeApp(app.id);

    expect((await phone(kept, { code: await press(openid), app_id: app.id })).body).toEqual(
      failure('小程序不存在，请检查 app_id'),
    );
  });

  it.each([
    [{ kind: 'errcode', errcode: 45011 }, '微信拒绝了请求 (errcode 45011)'],
    [{ kind: 'errcode', errcode: -1 }, '微信拒绝了请求 (errcode -1)'],
    [{ kind: 'html' }, '暂时无法连接微信，请重新获取 code 后再试'],
    [{ kind: 'reset' }, '暂时无法连接微信，请重新获取 code 后再试'],
  ] as const)('WeChat answers with %j: it is asked once, for the code may be used up', async (fault, msg) => {
    const openid = someone();
    const kept = await logIn(openid);
    const code = await press(openid);
    await control().clearCalls();
    await control().addFault({ path: PHONE, ...fault });

    expect((await phone(kept, { code })).body).toEqual(failure(msg));
    expect((await control().calls()).filter(({ path }) => path === PHONE)).toHaveLength(1);
  });

  it.each([
    ['uuid', { uuid: undefined }],
    ['skey', { skey: 'undefined' }],
    ['app_id', { app_id: '' }],
    ['code', { code: undefined }],
    ['code', { code: 'null' }],
    ['code', { code: 7 }],
  ])('a missing or wrong field: %s %j', async (field, fields) => {
    const reply = await phone({ uuid: 'u', skey: 's' }, { code: 'c', ...fields });

    expect(reply).toMatchObject({ status: 400, body: failure(`参数 ${field} 缺失或不合法`) });
  });
});
