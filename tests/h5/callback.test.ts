import { afterEach, describe, expect, it, vi } from 'vitest';
import { userIdOf } from '../../lib/h5/visitor.ts';
import {
  anew,
  beginLogin,
  comeBack,
  consent,
  control,
  isLoggedIn,
  logIn,
  openAccount,
  PAGE,
  sentence,
  sessionOf,
  someone,
} from '../support/h5.ts';

openAccount();
afterEach(async () => {
  vi.useRealTimers();
  await control().clearFaults();
});

const EXCHANGE = '/sns/oauth2/access_token';
const sid40 = expect.stringMatching(/^[0-9a-f]{40}$/);

describe('GET /wx/oauth/callback', () => {
  it('logs the user in under a fresh sid and goes on to the page, with random=', async () => {
    const underway = await beginLogin();
    const openid = someone();

    const reply = await comeBack(await consent(underway, openid, { nickname: '小红', sex: 2 }), underway.sid);

    expect(reply.status).toBe(302);
    expect(reply.location).toMatch(/^https:\/\/h5\.example\.com\/app\/reports\?tab=1&random=[0-9a-f]{16}$/);
    expect(reply.sid).toEqual(sid40);
    expect(reply.sid).not.toBe(underway.sid);
    expect(reply.cookies).toEqual([`sid=${reply.sid}; Path=/; HttpOnly; Secure; SameSite=Lax`]);
    expect(await sessionOf(reply.sid)).toMatchObject({
      openid,
      app: '5',
      role: { user: { nickname: '小红', sex: 2, user_id: expect.stringMatching(/^[0-9a-f-]{36}$/) } },
    });
  });

  it('never turns the sid of the attempt into a session, before or after: no session fixation', async () => {
    const underway = await beginLogin();
    const query = await consent(underway, someone());
    const reply = await comeBack(query, underway.sid);

    expect(await isLoggedIn(underway.sid)).toBe(false);
    expect(await isLoggedIn(reply.sid)).toBe(true);
  });

  it('knows the user again at the next login', async () => {
    const openid = someone();
    const [first, second] = [await sessionOf(await logIn(openid)), await sessionOf(await logIn(openid))];
    const user = { user_id: userIdOf(openid), nickname: '小明', sex: 1, headimgurl: '' };

    expect([first?.role, second?.role]).toMatchObject([{ user }, { user }]);
  });

  it('400 refuses another browser’s state: nobody is logged in as somebody else', async () => {
    const [victim, attacker] = [await beginLogin(), await beginLogin()];
    const user = await logIn();
    const bait = await consent(attacker, someone());
    const isRefused = sentence(/^登录请求无效或已过期/);

    expect(await comeBack(bait, victim.sid)).toMatchObject(isRefused);
    expect(await isLoggedIn(victim.sid)).toBe(false);
    expect(await comeBack(bait, user)).toMatchObject(isRefused);
    expect(await isLoggedIn(user)).toBe(true);
    expect(await comeBack(bait, attacker.sid)).toMatchObject({ status: 302, sid: sid40 });
  });

  it('400 refuses a redirect that was changed on the way', async () => {
    const underway = await beginLogin();
    const query = await consent(underway, someone());

    expect(await comeBack({ ...query, redirect: 'https://evil.com/' }, underway.sid)).toMatchObject(
      sentence(/^参数 redirect/),
    );
    expect(await comeBack(query, underway.sid)).toMatchObject({ status: 302 });
  });

  it('ends the session that the browser had, and only once the new one is there', async () => {
    const old = await logIn();
    const underway = await beginLogin({ sid: old });
    expect(underway.sid).toBe(old);

    expect(await comeBack({ redirect: PAGE, code: 'x', state: 'wrong' }, old)).toMatchObject(anew());
    expect(await isLoggedIn(old)).toBe(true);
    const { sid } = await comeBack(await consent(underway, someone()), old);

    expect(await isLoggedIn(old)).toBe(false);
    expect(await isLoggedIn(sid)).toBe(true);
  });

  it('400 tells a user who refused, who may think better of it', async () => {
    const underway = await beginLogin();
    const { sid, state } = underway;

    expect(await comeBack({ redirect: PAGE, state }, sid)).toMatchObject(sentence(/^您没有同意授权/));
    expect(await comeBack(await consent(underway, someone()), sid)).toMatchObject({ status: 302 });
  });

  it('400 makes no account for a guest of a snapshot page', async () => {
    const underway = await beginLogin();
    const openid = someone();
    const { readOne } = await import('../../lib/store/store.ts');
    const { userKey } = await import('../../lib/h5/keys.ts');

    const reply = await comeBack(await consent(underway, openid, { snapshot: true }), underway.sid);

    expect(reply).toMatchObject(sentence(/^当前是快照页/));
    expect(await readOne(userKey(openid))).toBeUndefined();
  });

  it.each([
    { path: EXCHANGE, kind: 'errcode', errcode: -1 },
    { path: EXCHANGE, kind: 'errcode', errcode: 40125 },
    { path: EXCHANGE, kind: 'html' },
    { path: EXCHANGE, kind: 'status', status: 502 },
    { path: '/sns/userinfo', kind: 'errcode', errcode: 48001 },
    { path: '/sns/userinfo', kind: 'empty' },
  ] as const)('60000 says that WeChat does not answer as it should ($path, $kind)', async (fault) => {
    const underway = await beginLogin();
    const query = await consent(underway, someone());
    await control().addFault(fault);

    const reply = await comeBack(query, underway.sid);

    expect(reply).toMatchObject({ status: 200, cookies: [] });
    expect(reply.raw).toBe('{"ok":false,"error":{"code":60000,"msg":"微信登录失败，请稍后再试"}}');
    await control().clearFaults();
    expect(await comeBack(query, underway.sid)).toMatchObject(anew());
  });
});
