import { describe, expect, it } from 'vitest';
import { start } from './simulator.ts';
import { alice, credentials, exchange, type Server, userinfo } from './web.ts';

const redirect_uri = 'http://localhost:3000/back?to=%2Fa';

describe('/connect/oauth2/authorize', () => {
  const wish = {
    appid: 'wx-eater',
    redirect_uri,
    response_type: 'code',
    scope: 'snsapi_userinfo',
    state: 'S1',
  };
  const open = ({ url }: Server, query: object, form?: Record<string, string>) =>
    fetch(`${url}/connect/oauth2/authorize?${new URLSearchParams({ ...query })}`, {
      redirect: 'manual',
      ...(form && { method: 'POST', body: new URLSearchParams(form) }),
    });
  const agree = { openid: 'bob', nickname: '鲍勃', choice: 'agree' };

  it('asks, in the name of the app, and sends who agrees back with a code', async () => {
    const server = await start();
    await server.control.addApp({ ...credentials, title: '喜马把脉' });

    const page = await open(server, wish);
    const answer = await open(server, wish, agree);

    expect(page.headers.get('content-type')).toBe('text/html; charset=utf-8');
    const html = await page.text();
    for (const text of ['喜马把脉', 'wx-eater', '获得你的公开信息', 'value="demo-patient"', 'localhost:3000'])
      expect(html).toContain(text);
    expect(answer.status).toBe(302);
    const location = new URL(answer.headers.get('location') ?? '');
    expect(location.href).toMatch(/^http:\/\/localhost:3000\/back\?to=%2Fa&code=[0-9a-f]{32}&state=S1$/);
    const grant = await exchange(server, location.searchParams.get('code') ?? '');
    expect(await userinfo(server, grant)).toMatchObject({ openid: 'bob', nickname: '鲍勃' });
  });

  it('sends who refuses back with the state only', async () => {
    const server = await start();

    const answer = await open(server, wish, { ...agree, choice: 'refuse' });

    expect(answer.status).toBe(302);
    expect(answer.headers.get('location')).toBe(`${redirect_uri}&state=S1`);
  });

  it('asks again for an openid that is none', async () => {
    const server = await start();

    const answer = await open(server, wish, { ...agree, openid: 'b o b' });

    expect(answer.status).toBe(200);
    const html = await answer.text();
    expect(html).toContain('OpenID 只能由字母');
    expect(html).toContain('value="鲍勃"');
  });

  it('asks nothing for snsapi_base: it is whoever agreed last', async () => {
    const server = await start();
    const base = { ...wish, scope: 'snsapi_base' };
    const openidOf = async (answer: Response) => {
      const { searchParams } = new URL(answer.headers.get('location') ?? '');
      return (await exchange(server, searchParams.get('code') ?? '')).openid;
    };

    expect(await openidOf(await open(server, base))).toBe('demo-patient');
    await open(server, wish, agree);
    expect(await openidOf(await open(server, base))).toBe('bob');
    expect(await (await open(server, wish)).text()).toContain('value="bob"');
  });

  it('loses the code behind a # in the redirect_uri', async () => {
    const server = await start();

    const answer = await open(server, { ...wish, redirect_uri: 'http://localhost:3000/#/home' }, agree);

    const { search, hash } = new URL(answer.headers.get('location') ?? '');
    expect(search).toBe('');
    expect(hash).toMatch(/^#\/home\?code=/);
  });

  it('goes to the domain that the app has', async () => {
    const server = await start();
    await server.control.addApp({ ...credentials, webDomain: 'h5.example.com' });

    const page = await open(server, { ...wish, redirect_uri: 'https://h5.example.com/back' });

    expect(await page.text()).toContain('申请获取以下权限');
    expect(await (await open(server, wish)).text()).toContain('错误码：10003');
  });

  it.each([
    ['another host', 10003, { redirect_uri: 'https://example.com/back' }],
    ['a host that only begins so', 10003, { redirect_uri: 'http://localhost.example.com/' }],
    ['a host behind a user', 10003, { redirect_uri: 'http://localhost@example.com/' }],
    ['a script', 10003, { redirect_uri: 'javascript://localhost/%0aalert(1)' }],
    ['no address', 10003, { redirect_uri: '/back' }],
    ['an empty redirect_uri', 10011, { redirect_uri: '' }],
    ['no appid', 10012, { appid: '' }],
    ['an unknown appid', 40013, { appid: 'wx-nobody' }],
    ['another response_type', 40035, { response_type: 'token' }],
    ['another scope', 10005, { scope: 'snsapi_login' }],
    ['a state of other letters', 40035, { state: 'a b' }],
    ['a long state', 40035, { state: 'a'.repeat(129) }],
  ])('answers %s with a page: %i', async (_, errcode, changes) => {
    const server = await start();

    for (const form of [undefined, agree]) {
      const answer = await open(server, { ...wish, ...changes }, form);
      expect(answer.status).toBe(200);
      expect(await answer.text()).toContain(`错误码：${errcode}`);
    }
    expect(await server.control.calls()).toMatchObject([{ errcode }, { errcode }]);
  });

  it.each([
    ['redirect_uri', 'appid', 'response_type', 'scope', 'state'],
    ['appid', 'redirect_uri', 'scope', 'response_type', 'state'],
    ['appid', 'redirect_uri', 'response_type', 'state', 'scope'],
    ['appid', 'redirect_uri', 'scope', 'state'],
    ['appid', 'redirect_uri', 'response_type', 'state'],
  ] as const)('wants the parameters in its order: %s, %s, %s, …', async (...names) => {
    const server = await start();

    const page = await open(server, Object.fromEntries(names.map((name) => [name, wish[name]])));

    expect(await page.text()).toContain('错误码：40035');
  });

  it('takes a link without a state, and with what else may stand in it', async () => {
    const { state: _, ...stateless } = wish;

    const page = await open(await start(), { ...stateless, forcePopup: 'true' });

    expect(await page.text()).toContain('申请获取以下权限');
  });

  it('shows every text as text', async () => {
    const server = await start();
    const evil = `"'><script>alert(1)</script>`;
    await server.control.addApp({ ...credentials, title: evil, webDomain: 'localhost' });

    const pages = [
      await open(
        server,
        { ...wish, state: 'S1', [evil]: evil },
        { openid: evil, nickname: evil, choice: 'agree' },
      ),
      await open(server, { ...wish, redirect_uri: `http://localhost/${evil}` }),
    ];
    await server.control.addFault({ kind: 'errcode', errcode: -1, errmsg: evil });
    pages.push(await open(server, wish));

    for (const page of pages) expect(await page.text()).not.toMatch(/<script|"'>|alert\(1\)<\/script>/);
  });

  it('meets the faults that all interfaces meet', async () => {
    const server = await start();
    await server.control.addFault({
      path: '/connect/oauth2/authorize',
      kind: 'status',
      status: 502,
      times: 1,
    });
    await server.control.addFault({
      path: '/connect/oauth2/authorize',
      kind: 'errcode',
      errcode: -1,
      times: 1,
    });

    expect((await open(server, wish)).status).toBe(502);
    expect(await (await open(server, wish)).text()).toContain('system error');
    expect((await open(server, wish, agree)).status).toBe(302);
  });
});

describe('POST /simulator/authorize', () => {
  it('gives the address that a browser comes back to', async () => {
    const server = await start();

    const location = await server.control.authorizeTo({ ...alice, redirect_uri, state: 'S2' });

    expect(location).toMatch(/^http:\/\/localhost:3000\/back\?to=%2Fa&code=[0-9a-f]{32}&state=S2$/);
  });

  it.each([
    [{ redirect_uri: 'https://example.com/' }, 'redirect_uri 域名与后台配置不一致（后台配置的是 localhost）'],
    [{ redirect_uri, state: 'a b' }, 'state 只能由字母和数字组成，最多 128 个'],
    [{ scope: 'snsapi_login' }, '"scope" must be one of snsapi_base, snsapi_userinfo.'],
    [{ openid: 'a b' }, '"openid" must consist of up to 128 letters, digits, "_" and "-".'],
    [{ sex: 3 }, '"sex" must be an integer from 0 to 2.'],
    [{ appid: 'wx-nobody' }, 'The simulator knows no app "wx-nobody".'],
  ])('refuses %o', async (changes, error) => {
    const { control } = await start();

    await expect(control.authorize({ ...alice, ...(changes as object) })).rejects.toThrow(error);
  });
});
