import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { authorizeUrl } from '../../../lib/wechat/authorize.ts';
import { exchangeOauthCode, readOauthUser } from '../../../lib/wechat/oauth.ts';
import { OAUTH_EXCHANGE, refusalOf, USERINFO, useWechat, withServer } from './wechat.ts';

const wechat = useWechat();
const consent = (appid: string, more: object = {}) =>
  wechat.control().authorize({ appid, openid: 'alice', nickname: '爱丽丝', ...more });
const someApp = { id: '1', appid: 'wx-some', secret: 's' };

describe('authorizeUrl', () => {
  beforeEach(() => void vi.stubEnv('WECHAT_OPEN_BASE_URL', 'https://open.weixin.qq.com/'));
  afterEach(() => void vi.unstubAllEnvs());

  it('names what WeChat wants, in its order', () => {
    const redirectUri = 'https://h5.example.com/wx/oauth/callback?redirect=%2Fa%3Fb%3D1&c=中 文';

    const url = authorizeUrl(someApp, { redirectUri, state: 'aB3' });

    expect(url).toMatch(
      /^https:\/\/open\.weixin\.qq\.com\/connect\/oauth2\/authorize\?appid=wx-some&redirect_uri=https%3A%2F%2Fh5\.example\.com%2F[^&]+&response_type=code&scope=snsapi_userinfo&state=aB3#wechat_redirect$/,
    );
    expect(new URL(url).searchParams.get('redirect_uri')).toBe(redirectUri);
  });

  it('gives an address that WeChat takes', async () => {
    const app = await wechat.newApp();
    vi.stubEnv('WECHAT_OPEN_BASE_URL', wechat.url());
    const redirectUri = 'http://localhost:3000/wx/oauth/callback?redirect=%2Fa';

    const page = await fetch(authorizeUrl(app, { redirectUri, state: 'aB3' }));

    expect(await page.text()).toContain('申请获取以下权限');
  });
});

describe('exchangeOauthCode', () => {
  it('gives the openid and a token that reads who the user is', async () => {
    const app = await wechat.newApp();
    const more = { unionid: 'union-alice', sex: 2, headimgurl: 'https://example.com/alice/132' };

    const grant = await exchangeOauthCode(app, await consent(app.appid, more));
    const user = await readOauthUser(grant);

    expect(grant).toEqual({
      accessToken: expect.stringMatching(/^[\w-]{80,}$/),
      openid: 'alice',
      unionid: 'union-alice',
      isSnapshot: false,
    });
    expect(user).toEqual({
      openid: 'alice',
      nickname: '爱丽丝',
      province: '',
      city: '',
      country: '',
      ...more,
    });
  });

  it('says that a user is a snapshot, and has no unionid for most', async () => {
    const app = await wechat.newApp();

    const grant = await exchangeOauthCode(app, await consent(app.appid, { snapshot: true }));

    expect(grant).toEqual({ accessToken: expect.any(String), openid: 'alice', isSnapshot: true });
  });

  it('takes an empty unionid for none', async () => {
    const grant = await withServer(
      (_, response) => response.end('{"access_token":"t","openid":"o","unionid":""}'),
      () => exchangeOauthCode(someApp, 'code'),
    );

    expect(grant).toEqual({ accessToken: 't', openid: 'o', isSnapshot: false });
  });

  it('refuses a code that was used, that is another app’s, or a mini-program’s', async () => {
    const [app, other] = [await wechat.newApp(), await wechat.newApp()];
    const used = await consent(app.appid);
    await exchangeOauthCode(app, used);
    const login = await wechat.control().login({ appid: app.appid, openid: 'alice' });

    expect(await refusalOf(exchangeOauthCode(app, used))).toMatchObject({ errcode: 40163 });
    for (const code of [await consent(other.appid), login])
      expect(await refusalOf(exchangeOauthCode(app, code))).toMatchObject({ errcode: 40029 });
  });

  it.each(['reset', 'empty', 'html'] as const)(
    'sends a code once, also when it is used up and the answer lost: %s',
    async (kind) => {
      const app = await wechat.newApp();
      const code = await consent(app.appid);
      await wechat.control().addFault({ path: OAUTH_EXCHANGE, kind, consume: true, times: 1 });

      expect((await refusalOf(exchangeOauthCode(app, code))).errcode).toBeUndefined();
      expect(await wechat.calls(app, OAUTH_EXCHANGE)).toBe(1);

      expect(await refusalOf(exchangeOauthCode(app, code))).toMatchObject({ errcode: 40163 });
    },
  );

  it.each(['{"openid":"o"}', '{"access_token":"t"}', '{"access_token":"t","openid":1}', '[]'])(
    'refuses the answer %s',
    async (text) => {
      const error = await withServer(
        (_, response) => response.end(text),
        () => refusalOf(exchangeOauthCode(someApp, 'code')),
      );

      expect(error.message).toBe(`${OAUTH_EXCHANGE}: answered without access_token or openid`);
    },
  );
});

describe('readOauthUser', () => {
  it('is refused when the user showed no more than the openid', async () => {
    const app = await wechat.newApp();
    const grant = await exchangeOauthCode(app, await consent(app.appid, { scope: 'snsapi_base' }));

    expect(await refusalOf(readOauthUser(grant))).toMatchObject({ path: USERINFO, errcode: 48001 });
  });

  it('is refused for another openid, and with a token that never was', async () => {
    const app = await wechat.newApp();
    const grant = await exchangeOauthCode(app, await consent(app.appid));

    expect(await refusalOf(readOauthUser({ ...grant, openid: 'bob' }))).toMatchObject({ errcode: 40003 });
    expect(await refusalOf(readOauthUser({ ...grant, accessToken: 'never' }))).toMatchObject({
      errcode: 40001,
    });
  });

  it('asks again when the answer was lost', async () => {
    const app = await wechat.newApp();
    const grant = await exchangeOauthCode(app, await consent(app.appid));
    await wechat.control().addFault({ path: USERINFO, kind: 'reset', times: 1 });

    expect(await readOauthUser(grant)).toMatchObject({ nickname: '爱丽丝' });
  });

  it('reads what WeChat leaves out, and what is no text, as empty', async () => {
    const text = '{"openid":"alice","sex":"男","nickname":null,"city":7,"unionid":null}';

    const user = await withServer(
      (_, response) => response.end(text),
      () => readOauthUser({ accessToken: 't', openid: 'alice' }),
    );

    expect(user).toEqual({
      openid: 'alice',
      nickname: '',
      sex: 0,
      province: '',
      city: '',
      country: '',
      headimgurl: '',
    });
  });

  it.each(['"1"', '1'])(
    'reads the sex %s, as WeChat’s examples have it, and an empty unionid as none',
    async (sex) => {
      const user = await withServer(
        (_, response) => response.end(`{"openid":"alice","sex":${sex},"unionid":""}`),
        () => readOauthUser({ accessToken: 't', openid: 'alice' }),
      );

      expect(user).toMatchObject({ sex: 1 });
      expect(user).not.toHaveProperty('unionid');
    },
  );

  it('refuses the answer about somebody else', async () => {
    const error = await withServer(
      (_, response) => response.end('{"openid":"bob","nickname":"Bob"}'),
      () => refusalOf(readOauthUser({ accessToken: 't', openid: 'alice' })),
    );

    expect(error).toMatchObject({ path: USERINFO, errcode: undefined });
  });
});
