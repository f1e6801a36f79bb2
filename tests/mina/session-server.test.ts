import { describe, expect, it, vi } from 'vitest';
import { between, brokenConnection } from '../lib/between.ts';
import {
  auth,
  codeOf,
  consent,
  control,
  DAY,
  EXCHANGE,
  HEX40,
  logIn,
  ONE,
  openMina,
  send,
  someone,
  TWO,
} from './support.ts';

openMina();

const post = (body: unknown, query?: Record<string, string>) =>
  send('session_server', { path: '/mina_auth/', body, ...(query && { query }) });
const ask = async (interfaceName: unknown, para: unknown, query?: Record<string, string>) =>
  post({ version: 1, componentName: 'MA', interface: { interfaceName, para } }, query);
const refused = (returnCode: number, returnMessage: string) => ({
  returnCode,
  returnMessage,
  returnData: '',
  version: 1,
  componentName: 'MA',
});
const idSkey = async (openid: string, app = ONE, userInfo = {}) => {
  const { code, encryptedData: encrypt_data, iv } = await consent(openid, app, userInfo);
  return ask('qcloud.cam.id_skey', { code, encrypt_data, iv }, { app_id: app.id });
};
type Session = { id: string; skey: string; user_info: unknown; duration: number };

describe('POST /mina_auth/ qcloud.cam.id_skey', () => {
  it('begins a session, and replaces it', async () => {
    const openid = someone();
    const [first, second] = [await idSkey(openid), await idSkey(openid)];
    const data = {
      id: expect.stringMatching(/^[0-9a-f-]{36}$/),
      skey: expect.stringMatching(HEX40),
      user_info: expect.objectContaining({ openId: openid }),
      duration: 30 * DAY,
    };

    expect(first).toMatchObject({ status: 200 });
    expect(first.body).toEqual({
      returnCode: 0,
      returnMessage: 'NEW_SESSION_SUCCESS',
      returnData: data,
      version: 1,
      componentName: 'MA',
    });
    expect(second.body).toEqual({ ...first.body, returnMessage: 'UPDATE_SESSION_SUCCESS', returnData: data });
    expect((second.body.returnData as Session).id).toBe((first.body.returnData as Session).id);
    expect(Object.keys(first.body)).toEqual(
      'returnCode returnMessage returnData version componentName'.split(' '),
    );
    expect(Object.keys(first.body.returnData as object)).toEqual(['id', 'skey', 'user_info', 'duration']);
  });

  it('calls a session an update also when the one before came by another dialect or has expired', async () => {
    const openid = someone();
    await logIn(openid, TWO);
    vi.useFakeTimers({ toFake: ['Date'], now: Date.now() + 9 * DAY * 1_000 });

    expect((await idSkey(openid, TWO)).body).toMatchObject({
      returnMessage: 'UPDATE_SESSION_SUCCESS',
      returnData: { duration: 3_600 },
    });
  });

  it('needs neither version nor componentName, as ever', async () => {
    const { code, encryptedData: encrypt_data, iv } = await consent(someone());
    const para = { code, encrypt_data, iv };

    expect((await post({ interface: { interfaceName: 'qcloud.cam.id_skey', para } })).body).toMatchObject({
      returnCode: 0,
      version: 1,
      componentName: 'MA',
    });
  });
});

describe('POST /mina_auth/ qcloud.cam.auth', () => {
  it('answers the user', async () => {
    const { id, skey, user_info } = (await idSkey(someone())).body.returnData as Session;

    expect((await ask('qcloud.cam.auth', { id, skey })).body).toEqual({
      returnCode: 0,
      returnMessage: 'AUTH_SUCCESS',
      returnData: { ...(user_info as object), user_info },
      version: 1,
      componentName: 'MA',
    });
    expect(await auth({ uuid: id, skey })).toMatchObject({ ok: 'success' });
  });

  it('answers the openid of a user who told nothing', async () => {
    const openid = someone();
    const { uuid, skey } = await logIn(openid);

    expect((await ask('qcloud.cam.auth', { id: uuid, skey })).body).toMatchObject({
      returnData: { openId: openid, user_info: { openId: openid } },
    });
  });

  it.each([
    ['an unknown id', { id: '0b6c1b1e-7a3f-8c52-9d0e-6f1a2b3c4d5e' }, {}],
    ['no id', { id: '' }, {}],
    ['a wrong skey', { skey: '0'.repeat(40) }, {}],
    ['another app', {}, { app_id: '2' }],
  ])('says 60012 AUTH_FAIL: %s', async (_, change, query) => {
    const { uuid: id, skey } = await logIn(someone());

    expect(
      await ask('qcloud.cam.auth', { id, skey, ...change }, query as Record<string, string>),
    ).toMatchObject({ status: 200, body: refused(60012, 'AUTH_FAIL') });
  });

  it('says 60012 AUTH_FAIL: expired', async () => {
    const { uuid: id, skey } = await logIn(someone(), TWO);
    vi.useFakeTimers({ toFake: ['Date'], now: Date.now() + 3_601_000 });

    expect((await ask('qcloud.cam.auth', { id, skey }, { app_id: '2' })).body).toEqual(
      refused(60012, 'AUTH_FAIL'),
    );
  });
});

describe('POST /mina_auth/, return codes', () => {
  it.each([
    ['{"interface":', 1009, 'REQUEST_IS_NOT_JSON'],
    ['', 1009, 'REQUEST_IS_NOT_JSON'],
    ['interface=x', 1009, 'REQUEST_IS_NOT_JSON'],
    ['null', 1002, 'NO_INTERFACENAME_PARA'],
    ['[]', 1002, 'NO_INTERFACENAME_PARA'],
    ['7', 1002, 'NO_INTERFACENAME_PARA'],
    ['{}', 1002, 'NO_INTERFACENAME_PARA'],
    ['{"interface":null}', 1002, 'NO_INTERFACENAME_PARA'],
    ['{"interface":"qcloud.cam.auth"}', 1002, 'NO_INTERFACENAME_PARA'],
    ['{"interface":{"para":{}}}', 1002, 'NO_INTERFACENAME_PARA'],
    ['{"interface":{"interfaceName":"qcloud.cam.auth"}}', 1011, 'NO_PARA'],
    ['{"interface":{"interfaceName":"qcloud.cam.nothing","para":{}}}', 1010, 'INTERFACENAME_PARA_ERR'],
    ['{"interface":{"interfaceName":"qcloud.cam.initdata","para":{}}}', 1010, 'INTERFACENAME_PARA_ERR'],
    ['{"interface":{"interfaceName":"constructor","para":{}}}', 1010, 'INTERFACENAME_PARA_ERR'],
    ['{"interface":{"interfaceName":["qcloud.cam.auth"],"para":{}}}', 1010, 'INTERFACENAME_PARA_ERR'],
    ['{"interface":{"interfaceName":"qcloud.cam.auth","para":{"id":"x"}}}', 1003, 'PARA_ERR'],
    ['{"interface":{"interfaceName":"qcloud.cam.auth","para":"x"}}', 1003, 'PARA_ERR'],
    ['{"interface":{"interfaceName":"qcloud.cam.id_skey","para":{"code":"x"}}}', 1003, 'PARA_ERR'],
    [
      '{"interface":{"interfaceName":"qcloud.cam.id_skey","para":{"code":"","encrypt_data":"x"}}}',
      1003,
      'PARA_ERR',
    ],
  ])('%s', async (body, returnCode, returnMessage) => {
    expect(await post(body)).toMatchObject({ status: 200, body: refused(returnCode, returnMessage) });
  });

  it('1012 for an app that there is not', async () => {
    const para = { code: 'x', encrypt_data: 'x', iv: 'x' };
    const { uuid: id, skey } = await logIn(someone());
    const query = { app_id: '99' };

    expect((await ask('qcloud.cam.id_skey', para, query)).body).toEqual(refused(1012, 'NO_APPID'));
    expect((await ask('qcloud.cam.auth', { id, skey }, query)).body).toEqual(refused(1012, 'NO_APPID'));
  });

  it.each([-1, 40029, 40163, 45011])('40029 whatever WeChat’s errcode: %i', async (errcode) => {
    await control().addFault({ path: EXCHANGE, kind: 'errcode', errcode });

    expect((await idSkey(someone())).body).toEqual(refused(40029, 'WEIXIN_CODE_ERR'));
  });

  it('1005 when WeChat cannot be asked', async () => {
    await control().addFault({ path: EXCHANGE, kind: 'status', status: 500 });

    expect((await idSkey(someone())).body).toEqual(refused(1005, 'WEIXIN_NET_ERR'));
  });

  it.each([{ iv: 'HyVFkGl5F5OQWJZZaNzBBg==' }, { iv: '' }, { iv: undefined }, { encrypt_data: '' }])(
    '60021 for data that cannot be decrypted: %j',
    async (change) => {
      const { code, encryptedData: encrypt_data, iv } = await consent(someone());
      const reply = await ask('qcloud.cam.id_skey', { code, encrypt_data, iv, ...change });

      expect(reply).toMatchObject({ status: 200, body: refused(60021, 'DECRYPT_FAIL') });
    },
  );

  it('1006 for a user_info that is too large to store', async () => {
    const reply = await idSkey(someone(), ONE, { nickName: 'x'.repeat(2048) });

    expect(reply.body).toEqual(refused(1006, 'CHANGE_SESSION_ERR'));
  });

  it('1001 and 5xx when something fails on the server’s side', async () => {
    const { uuid: id, skey } = await logIn(someone());
    const stop = between('try', () => {
      throw brokenConnection();
    });
    expect(await ask('qcloud.cam.auth', { id, skey })).toMatchObject({
      status: 503,
      body: refused(1001, 'MYSQL_ERR'),
    });
    stop();
    between('command', () => {
      throw new TypeError('made up');
    });

    expect(await ask('qcloud.cam.auth', { id, skey })).toMatchObject({
      status: 500,
      body: refused(1001, 'MYSQL_ERR (request-1)'),
    });
  });

  it('in its envelope also what its list does not name', async () => {
    expect(await post('x'.repeat(1024 * 1024 + 1))).toMatchObject({
      status: 413,
      body: refused(1003, 'PARA_ERR'),
    });
    expect(await post('{}', { app_id: '#' })).toMatchObject({ status: 400, body: refused(1003, 'PARA_ERR') });
    const { handler } = await import('../../functions/mina/session_server.ts');
    const { apiEvent, invoke } = await import('../support/api.ts');
    expect(await invoke(handler, apiEvent({ body: Buffer.from([0xff]) }))).toMatchObject({
      status: 400,
      body: refused(1009, 'REQUEST_IS_NOT_JSON'),
    });
  });

  it('leaves the code alone when para is wrong', async () => {
    const code = await codeOf(someone());
    await ask('qcloud.cam.id_skey', { code });

    const { body } = await send('login', { body: { code, app_id: '1' } });
    expect(body.ok).toBe('success');
  });
});
