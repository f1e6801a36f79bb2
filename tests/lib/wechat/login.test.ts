import { describe, expect, it } from 'vitest';
import { code2Session } from '../../../lib/wechat/login.ts';
import { EXCHANGE, refusalOf, useWechat, withServer } from './wechat.ts';

const wechat = useWechat();
const codeOf = (appid: string, openid: string, unionid?: string) =>
  wechat.control().login({ appid, openid, ...(unionid && { unionid }) });

const SESSION_KEY = /^[\w+/]{22}==$/;

describe('code2Session', () => {
  it('exchanges a code for openid and session_key, in one call', async () => {
    const app = await wechat.newApp();

    const identity = await code2Session(app, await codeOf(app.appid, 'alice'));

    expect(identity).toEqual({ openid: 'alice', session_key: expect.stringMatching(SESSION_KEY) });
    expect(await wechat.calls(app, EXCHANGE)).toBe(1);
  });

  it('gives the unionid of a user who has one', async () => {
    const app = await wechat.newApp();

    expect(await code2Session(app, await codeOf(app.appid, 'bob', 'union-bob'))).toMatchObject({
      openid: 'bob',
      unionid: 'union-bob',
    });
  });

  it('refuses a code that was used, that is another app’s, or that never was', async () => {
    const [app, other] = [await wechat.newApp(), await wechat.newApp()];
    const used = await codeOf(app.appid, 'alice');
    await code2Session(app, used);

    expect(await refusalOf(code2Session(app, used))).toMatchObject({ errcode: 40163 });
    expect(await refusalOf(code2Session(app, await codeOf(other.appid, 'alice')))).toMatchObject({
      errcode: 40029,
    });
    expect(await refusalOf(code2Session(app, 'never'))).toMatchObject({ errcode: 40029 });
  });

  it('refuses a wrong appid and a wrong secret', async () => {
    const app = await wechat.newApp();
    const code = await codeOf(app.appid, 'alice');

    expect(await refusalOf(code2Session({ ...app, appid: 'wx-none' }, code))).toMatchObject({
      errcode: 40013,
    });
    expect(await refusalOf(code2Session({ ...app, secret: 'wrong' }, code))).toMatchObject({
      errcode: 40125,
    });
  });

  it.each(['reset', 'empty', 'html'] as const)(
    'sends a code once, also when it is used up and the answer lost: %s',
    async (kind) => {
      const app = await wechat.newApp();
      const code = await codeOf(app.appid, 'alice');
      await wechat.control().addFault({ path: EXCHANGE, kind, consume: true, times: 1 });

      expect((await refusalOf(code2Session(app, code))).errcode).toBeUndefined();
      expect(await wechat.calls(app, EXCHANGE)).toBe(1);

      expect(await refusalOf(code2Session(app, code))).toMatchObject({ errcode: 40163 });
    },
  );

  it.each(['{"openid":"o"}', '{"session_key":"k"}', '{}', '[]', '{"openid":1,"session_key":"k"}'])(
    'refuses the answer %s',
    async (text) => {
      const app = { id: '1', appid: 'a', secret: 's' };
      const error = await withServer(
        (_, response) => response.end(text),
        () => refusalOf(code2Session(app, 'code')),
      );

      expect(error.message).toBe(`${EXCHANGE}: answered without openid or session_key`);
    },
  );

  it('drops a unionid that is no text', async () => {
    const app = { id: '1', appid: 'a', secret: 's' };

    const identity = await withServer(
      (_, response) => response.end('{"openid":"o","session_key":"k","unionid":null}'),
      () => code2Session(app, 'code'),
    );

    expect(identity).toEqual({ openid: 'o', session_key: 'k' });
  });
});
