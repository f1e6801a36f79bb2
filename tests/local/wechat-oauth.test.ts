import { describe, expect, it } from 'vitest';
import { rid, start } from './simulator.ts';
import { type Answer, alice, credentials, exchange, get, type Server, userinfo } from './web.ts';

const hour = 3600_000;
const day = 24 * hour;

const refresh = (server: Server, { refresh_token }: Answer, appid = 'wx-eater') =>
  get(server, '/sns/oauth2/refresh_token', { appid, grant_type: 'refresh_token', refresh_token });
const granted = async (server: Server, more: object = {}) =>
  exchange(server, await server.control.authorize({ ...alice, ...more }));

describe('GET /sns/oauth2/access_token', () => {
  it('exchanges a code for tokens and the openid', async () => {
    const server = await start();
    const code = await server.control.authorize(alice);
    const query = new URLSearchParams({ ...credentials, code, grant_type: 'authorization_code' });

    const response = await fetch(`${server.url}/sns/oauth2/access_token?${query}`);

    expect(response.headers.get('content-type')).toBe('text/plain');
    expect(await response.json()).toEqual({
      access_token: expect.stringMatching(/^[\w-]{80,512}$/),
      expires_in: 7200,
      refresh_token: expect.stringMatching(/^[\w-]{80,512}$/),
      openid: 'alice',
      scope: 'snsapi_userinfo',
    });
  });

  it('tells the unionid to those who may know the user, and a snapshot from a user', async () => {
    const server = await start();
    const unionid = 'union-alice';

    expect(await granted(server, { unionid })).toMatchObject({ unionid });
    expect(await granted(server, { unionid, scope: 'snsapi_base' })).not.toHaveProperty('unionid');
    expect(await granted(server, { snapshot: true })).toMatchObject({ is_snapshotuser: 1 });
  });

  it.each([
    [41002, { appid: '' }],
    [41004, { secret: '' }],
    [41008, { code: '' }],
    [40002, { grant_type: 'client_credential' }],
    [40013, { appid: 'wx-nobody' }],
    [40125, { secret: 'wrong' }],
    [40029, { code: 'f'.repeat(32) }],
  ])('answers %i to %o, and leaves the code alone', async (errcode, changes) => {
    const server = await start();
    const code = await server.control.authorize(alice);

    expect(await exchange(server, code, changes)).toEqual({ errcode, errmsg: expect.stringMatching(rid) });
    expect(await exchange(server, code)).toMatchObject({ openid: 'alice' });
  });

  it('takes a code once, within 5 minutes, from its own app, and no mini-program’s', async () => {
    const server = await start();
    const [used, early, late, foreign] = [
      await server.control.authorize(alice),
      await server.control.authorize(alice),
      await server.control.authorize(alice),
      await server.control.authorize({ ...alice, appid: 'wx-seller' }),
    ];
    const login = await server.control.login({ appid: 'wx-eater', openid: 'alice' });
    await exchange(server, used);

    expect(await exchange(server, used)).toMatchObject({ errcode: 40163 });
    expect(await exchange(server, foreign)).toMatchObject({ errcode: 40029 });
    expect(await exchange(server, login)).toMatchObject({ errcode: 40029 });
    server.clock.ms += 299_999;
    expect(await exchange(server, early)).toMatchObject({ openid: 'alice' });
    server.clock.ms += 1;
    expect(await exchange(server, late)).toMatchObject({ errcode: 40029 });
  });

  it('uses the code up although the answer is lost', async () => {
    const server = await start();
    const path = '/sns/oauth2/access_token';
    await server.control.addFault({ path, kind: 'empty', consume: true, times: 1 });
    const code = await server.control.authorize(alice);

    await expect(exchange(server, code)).rejects.toThrow();

    expect(await exchange(server, code)).toMatchObject({ errcode: 40163 });
    expect(await server.control.calls()).toMatchObject([
      { path, appid: 'wx-eater', fault: 'empty' },
      { path, appid: 'wx-eater', errcode: 40163 },
    ]);
  });
});

describe('GET /sns/userinfo and /sns/auth', () => {
  it('tell who the user is, and that the token is good', async () => {
    const server = await start();
    const headimgurl = 'https://example.com/alice/132';
    const grant = await granted(server, { unionid: 'union-alice', sex: 2, headimgurl });

    expect(await userinfo(server, grant)).toEqual({
      openid: 'alice',
      nickname: '爱丽丝',
      sex: 2,
      province: '',
      city: '',
      country: '',
      headimgurl,
      privilege: [],
      unionid: 'union-alice',
    });
    expect(await get(server, '/sns/auth', grant)).toEqual({ errcode: 0, errmsg: 'ok' });
    expect((await server.control.calls()).at(-1)).toMatchObject({ appid: 'wx-eater', errcode: 0 });
  });

  it.each([
    [41001, { access_token: '' }],
    [40001, { access_token: 'never' }],
    [41009, { openid: '' }],
    [40003, { openid: 'bob' }],
  ])('answer %i to %o', async (errcode, changes) => {
    const server = await start();
    const grant = { ...(await granted(server)), ...changes };

    for (const path of ['/sns/userinfo', '/sns/auth'])
      expect(await get(server, path, grant)).toEqual({ errcode, errmsg: expect.stringMatching(rid) });
  });

  it('keep to the scope, and to the token’s two hours', async () => {
    const server = await start();
    const [grant, base] = [await granted(server), await granted(server, { scope: 'snsapi_base' })];

    expect(await userinfo(server, base)).toMatchObject({ errcode: 48001 });
    expect(await get(server, '/sns/auth', base)).toMatchObject({ errcode: 0 });
    server.clock.ms += 2 * hour;
    expect(await userinfo(server, grant)).toMatchObject({ errcode: 42001 });
    expect(await get(server, '/sns/auth', base)).toMatchObject({ errcode: 42001 });
  });

  it('take no access_token of the app', async () => {
    const server = await start();
    const query = { ...credentials, grant_type: 'client_credential' };
    const { access_token } = await get(server, '/cgi-bin/token', query);

    expect(await get(server, '/sns/userinfo', { access_token, openid: 'alice' })).toMatchObject({
      errcode: 40001,
    });
  });
});

describe('GET /sns/oauth2/refresh_token', () => {
  it('lengthens the life of a token that is good, and replaces one that is not', async () => {
    const server = await start();
    const grant = await granted(server);

    server.clock.ms += hour;
    expect(await refresh(server, grant)).toEqual({ ...grant, expires_in: 7200 });
    server.clock.ms += 1.5 * hour;
    expect(await userinfo(server, grant)).toMatchObject({ openid: 'alice' });

    server.clock.ms += hour;
    const renewed = await refresh(server, grant);
    expect(renewed).toMatchObject({ openid: 'alice', refresh_token: grant.refresh_token });
    expect(renewed.access_token).not.toBe(grant.access_token);
    expect(await userinfo(server, renewed)).toMatchObject({ openid: 'alice' });
    expect(await userinfo(server, grant)).toMatchObject({ errcode: 42001 });
    expect(await refresh(server, grant)).toEqual(renewed);
  });

  it('is refused after 30 days, to another app, and with what is no refresh token', async () => {
    const server = await start();
    const grant = await granted(server);

    expect(await refresh(server, grant, 'wx-seller')).toMatchObject({ errcode: 40030 });
    expect(await refresh(server, grant, 'wx-nobody')).toMatchObject({ errcode: 40013 });
    expect(await refresh(server, grant, '')).toMatchObject({ errcode: 41002 });
    expect(await refresh(server, { ...grant, refresh_token: grant.access_token })).toMatchObject({
      errcode: 40030,
    });
    expect(await refresh(server, { ...grant, refresh_token: '' })).toMatchObject({ errcode: 41003 });
    server.clock.ms += 30 * day - 1;
    expect(await refresh(server, grant)).toMatchObject({ openid: 'alice' });
    server.clock.ms += 1;
    expect(await refresh(server, grant)).toMatchObject({ errcode: 40030 });
  });
});

describe('GET /cgi-bin/ticket/getticket', () => {
  const ticketOf = async (server: Server, type = 'jsapi') => {
    const query = { ...credentials, grant_type: 'client_credential' };
    const { access_token } = await get(server, '/cgi-bin/token', query);
    return get(server, '/cgi-bin/ticket/getticket', { access_token, type });
  };

  it('gives the same ticket until it expires', async () => {
    const server = await start();

    const first = await ticketOf(server);
    server.clock.ms += 2 * hour - 1000;
    const later = await ticketOf(server);
    server.clock.ms += 1000;
    const next = await ticketOf(server);

    expect(first).toEqual({
      errcode: 0,
      errmsg: 'ok',
      ticket: expect.stringMatching(/^[\w-]{86}$/),
      expires_in: 7200,
    });
    expect(later).toEqual({ ...first, expires_in: 1 });
    expect(next.ticket).not.toBe(first.ticket);
    expect((await ticketOf(server, 'wx_card')).ticket).not.toBe(next.ticket);
  });

  it('wants a good access_token and a type that there is', async () => {
    const server = await start();

    expect(await ticketOf(server, 'other')).toMatchObject({ errcode: 40097 });
    const get = async (query: string) =>
      (await fetch(`${server.url}/cgi-bin/ticket/getticket?type=jsapi${query}`)).json();
    expect(await get('')).toMatchObject({ errcode: 41001 });
    expect(await get('&access_token=72_never_issued_to_anyone')).toMatchObject({ errcode: 40001 });
  });

  it('is given 100 times a day', async () => {
    const server = await start();
    const query = { ...credentials, grant_type: 'client_credential' };
    const { access_token } = await get(server, '/cgi-bin/token', query);
    const take = () => get(server, '/cgi-bin/ticket/getticket', { access_token, type: 'jsapi' });
    const answers = await Promise.all(Array.from({ length: 101 }, take));

    expect(answers.filter(({ errcode }) => errcode === 45009)).toHaveLength(1);
    server.clock.ms += day;
    expect(await ticketOf(server)).toHaveProperty('ticket');
  });
});
