import { afterEach, describe, expect, it, vi } from 'vitest';
import {
  ACCOUNT,
  ask,
  authorizePage,
  beginLogin,
  isLoggedIn,
  later,
  logIn,
  ORIGIN,
  openAccount,
  PAGE,
  sentence,
  sessionOf,
} from '../support/h5.ts';

openAccount();
afterEach(() => void vi.useRealTimers());

describe('GET /wx/oauth', () => {
  it('sends the browser to WeChat’s page, with a cookie that is out of scripts’ reach', async () => {
    const reply = await ask('oauth', { query: { redirect: PAGE } });

    const { state } = Object.fromEntries(new URL(reply.location ?? '').searchParams);
    const back = `${ORIGIN}/wx/oauth/callback?redirect=${encodeURIComponent(PAGE)}`;
    expect(reply.status).toBe(302);
    expect(reply.location).toBe(
      `${authorizePage()}?appid=${ACCOUNT.appid}&redirect_uri=${encodeURIComponent(back)}` +
        `&response_type=code&scope=snsapi_userinfo&state=${state}#wechat_redirect`,
    );
    expect(state).toMatch(/^[0-9a-f]{40}$/);
    expect(reply.cookies[0]).toBe(`sid=${reply.sid}; Path=/; HttpOnly; Secure; SameSite=Lax`);
    expect(reply.headers['cache-control']).toBe('no-store');
  });

  it('shares the cookie with the domain that is configured, and needs https only where there is', async () => {
    vi.stubEnv('H5_COOKIE_DOMAIN', 'example.com');
    const shared = await ask('oauth', { query: { redirect: PAGE } });
    vi.unstubAllEnvs();
    const local = await ask('oauth', {
      query: { redirect: PAGE },
      headers: { 'x-forwarded-proto': 'http', host: 'localhost:3000' },
    });

    expect(shared.cookies[0]).toMatch(/; Domain=example\.com; /);
    expect(local.cookies[0]).not.toContain('Secure');
  });

  it('gives every login a sid and a state of its own', async () => {
    const logins = await Promise.all(Array.from({ length: 20 }, () => beginLogin()));

    expect(new Set(logins.map(({ sid }) => sid)).size).toBe(20);
    expect(new Set(logins.map(({ state }) => state)).size).toBe(20);
  });

  it.each([
    undefined,
    '',
    '/app',
    '//evil.com',
    'https://evil.com/',
    'javascript:alert(1)',
    'https://h5.example.com@evil.com/app',
    'https://h5.example.com/app/..%2f..%2fadmin',
    'https://h5.example.com/application',
  ])('400 refuses the redirect %s', async (redirect) => {
    const reply = await ask('oauth', { ...(redirect !== undefined && { query: { redirect } }) });

    expect(reply).toMatchObject(sentence(/^参数 redirect 缺失或不在允许的范围内。$/));
  });

  it('takes over no sid that has no session: somebody may have planted it', async () => {
    const planted = 'f'.repeat(40);
    const ended = await logIn();
    later(86_400);

    for (const sid of [planted, ended]) expect((await beginLogin({ sid })).sid).not.toBe(sid);
  });

  it('gives nobody a session: the sid of a login under way opens nothing', async () => {
    const { sid, state } = await beginLogin();

    expect(await sessionOf(sid)).toBeUndefined();
    expect(await isLoggedIn(sid)).toBe(false);
    expect(await isLoggedIn(state)).toBe(false);
  });

  it('60000 says so when the deployment does not know the official account', async () => {
    const { findApp, putApp } = await import('../../lib/wechat/apps.ts');
    const { write } = await import('../../lib/store/store.ts');
    const app = await findApp('5');
    await write({ delete: { table: process.env.APPS_TABLE as string, pk: '5' } });
    // The app is kept for a minute, and an earlier test may have been a day ahead.
    later(2 * 86_400);
    const reply = await ask('oauth', { query: { redirect: PAGE } });
    if (app) await putApp(app);

    expect(reply.status).toBe(200);
    expect(reply.body).toEqual({ ok: false, error: { code: 60000, msg: '微信登录失败，请稍后再试' } });
  });
});
