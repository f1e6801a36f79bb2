import { describe, expect, it } from 'vitest';
import { bodyOf, rid, start } from './simulator.ts';

describe('GET /sns/jscode2session', () => {
  it('exchanges a code for session_key and openid, and nothing else', async () => {
    const { control, exchange } = await start();
    const code = await control.login({ appid: 'wx-eater', openid: 'alice' });

    const response = await exchange({ js_code: code });

    expect(code).toMatch(/^[0-9a-z]{32}$/);
    expect(response.status).toBe(200);
    expect(response.headers.get('content-type')).toBe('text/plain');
    expect(await response.text()).toMatch(/^\{"session_key":"[\w+/]{22}==","openid":"alice"\}$/);
  });

  it('adds the unionid of a user who has one', async () => {
    const { control, exchanged } = await start();
    const code = await control.login({ appid: 'wx-eater', openid: 'alice', unionid: 'union-alice' });

    const session = await exchanged({ js_code: code });

    expect(Object.keys(session)).toEqual(['session_key', 'openid', 'unionid']);
    expect(session.unionid).toBe('union-alice');
  });

  it.each([
    [41002, 'appid missing', { appid: '' }],
    [41004, 'appsecret missing', { secret: '' }],
    [41008, 'missing code', { js_code: '' }],
    [40002, 'invalid grant_type', { grant_type: 'client_credential' }],
    [40013, 'invalid appid', { appid: 'wx-nobody' }],
    [40125, 'invalid appsecret', { secret: 'wrong' }],
    [40029, 'invalid code', { js_code: 'f'.repeat(32) }],
    [40163, 'code been used', { access_token: 'any' }],
  ])('answers %i (%s)', async (errcode, errmsg, changes) => {
    const { control, exchange, exchanged } = await start();
    const code = await control.login({ appid: 'wx-eater', openid: 'alice' });

    const response = await exchange({ js_code: code, ...changes });

    expect(response.status).toBe(200);
    expect(response.headers.get('content-type')).toBe('text/plain');
    const body = await bodyOf(response);
    expect(body).toEqual({ errcode, errmsg: expect.stringMatching(rid) });
    expect(body.errmsg).toContain(errmsg);
    // A refused call leaves the code alone.
    expect(await exchanged({ js_code: code })).toHaveProperty('openid', 'alice');
  });

  it('takes a code once', async () => {
    const { control, exchanged } = await start();
    const code = await control.login({ appid: 'wx-eater', openid: 'alice' });

    expect(await exchanged({ js_code: code })).toHaveProperty('openid');
    expect(await exchanged({ js_code: code })).toMatchObject({ errcode: 40163 });
  });

  it('gives a code to one of many at once', async () => {
    const { control, exchanged } = await start();
    const code = await control.login({ appid: 'wx-eater', openid: 'alice' });

    const answers = await Promise.all(Array.from({ length: 20 }, () => exchanged({ js_code: code })));

    expect(answers.filter(({ openid }) => openid === 'alice')).toHaveLength(1);
    expect(answers.filter(({ errcode }) => errcode === 40163)).toHaveLength(19);
  });

  it('refuses a code after 5 minutes', async () => {
    const { clock, control, exchanged } = await start();
    const [early, late] = [
      await control.login({ appid: 'wx-eater', openid: 'alice' }),
      await control.login({ appid: 'wx-eater', openid: 'alice' }),
    ];

    clock.ms += 299_999;
    expect(await exchanged({ js_code: early })).toHaveProperty('openid');
    clock.ms += 1;
    expect(await exchanged({ js_code: late })).toMatchObject({ errcode: 40029 });
  });

  it("refuses another app's code, and a phone code", async () => {
    const { control, exchanged } = await start();
    const foreign = await control.login({ appid: 'wx-seller', openid: 'alice' });
    const phone = await control.phone({ appid: 'wx-eater', phoneNumber: '13800138000' });

    expect(await exchanged({ js_code: foreign })).toMatchObject({ errcode: 40029 });
    expect(await exchanged({ js_code: phone })).toMatchObject({ errcode: 40029 });
    expect(await exchanged({ js_code: foreign, appid: 'wx-seller', secret: 'seller-secret' })).toHaveProperty(
      'openid',
      'alice',
    );
  });

  it('wants GET, and misses the parameters of a POST body', async () => {
    const { exchange } = await start();

    const wrongMethod = await exchange({ js_code: 'any' }, { method: 'POST' });
    const inBody = await exchange({ appid: '' }, { method: 'POST', body: 'appid=wx-eater' });

    expect(await wrongMethod.json()).toMatchObject({ errcode: 43001 });
    expect(await inBody.json()).toMatchObject({ errcode: 41002 });
  });
});
