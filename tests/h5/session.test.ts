import { afterEach, describe, expect, it, vi } from 'vitest';
import { sessionId } from '../../lib/session/session.ts';
import { ask, isLoggedIn, later, logIn, ORIGIN, openAccount, PAGE, sessionOf } from '../support/h5.ts';

openAccount();
afterEach(() => {
  vi.useRealTimers();
  vi.unstubAllEnvs();
});

describe('a session', () => {
  it('lives a day without use, seven days at most', async () => {
    const sid = await logIn();
    for (let day = 1; day <= 7; day += 1) {
      later(86_000);
      expect(await isLoggedIn(sid), `day ${day}`).toBe(true);
      vi.setSystemTime(Date.now());
    }
    later(7_000);
    expect(await isLoggedIn(sid)).toBe(false);

    vi.useRealTimers();
    const idle = await logIn();
    later(86_400);
    expect(await isLoggedIn(idle)).toBe(false);
  });

  it('is kept by the hash of its sid: the table gives nobody a session', async () => {
    const sid = await logIn();

    expect((await sessionOf(sid))?.id).toBe(sessionId(sid));
    expect(JSON.stringify(await sessionOf(sid))).not.toContain(sid);
  });

  it('is found where the domain shares it and the browser has an older sid, of the API’s host alone', async () => {
    vi.stubEnv('H5_COOKIE_DOMAIN', 'example.com');
    const cookies = [`sid=${'0'.repeat(40)}`, `sid=${await logIn()}`];

    expect((await ask('measurements', { cookies })).body.ok).toBe(true);
    expect((await ask('measurements', { headers: { cookie: cookies.join('; ') } })).body.ok).toBe(true);
  });

  it('of another service is none here', async () => {
    const { createSession } = await import('../../lib/session/session.ts');
    const policy = { idle: 100, absolute: 100 };
    const callme = await createSession({ service: 'callme', app: '1', openid: 'o', role: {}, policy });

    expect(await isLoggedIn(callme)).toBe(false);
  });
});

describe('whoever is not logged in', () => {
  const path = '/wx/api/measurements';
  const login = (page: string) => `${ORIGIN}/wx/oauth?redirect=${encodeURIComponent(page)}`;

  it('is sent to log in when a browser opens the address, and comes back to it', async () => {
    const reply = await ask('measurements', {
      path,
      query: { size: '5' },
      headers: { accept: 'text/html,application/xhtml+xml,*/*;q=0.8' },
    });

    expect(reply).toMatchObject({ status: 302, location: login(`${ORIGIN}${path}?size=5`), cookies: [] });
    expect(
      await ask('oauth', { query: Object.fromEntries(new URL(reply.location ?? '').searchParams) }),
    ).toMatchObject({
      status: 302,
    });
  });

  it('1200 a script is told where to send its page, which comes back to where the script ran', async () => {
    const headers = { accept: 'application/json', referer: PAGE };
    const reply = await ask('measurements', { path, headers });

    expect(reply.status).toBe(200);
    expect(reply.body).toEqual({
      ok: false,
      error: { code: 1200, msg: '未登录或登录已过期' },
      redirect: login(PAGE),
    });
  });

  it.each([undefined, 'https://evil.com/page', 'https://h5.example.com/'])(
    '1200 a script with the referer %s is told the address that it asked for',
    async (referer) => {
      const reply = await ask('measurements', { path, headers: { ...(referer && { referer }) } });

      expect(reply.body.redirect).toBe(login(`${ORIGIN}${path}`));
    },
  );

  it('1200 learns nothing of records or fields', async () => {
    const reply = await ask('remark', {
      method: 'POST',
      path: `${path}/1/remark`,
      pathParameters: { record_id: 'x' },
      headers: { accept: 'text/html' },
      body: { remark: 7 },
    });

    expect(reply).toMatchObject({ status: 200, body: { error: { code: 1200 } } });
  });
});
