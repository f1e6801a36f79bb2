import { describe, expect, it } from 'vitest';
import { type RecordedCall, startWechat } from '../../local/wechat/server.ts';
import { apps, bodyOf, rid, running, start } from './simulator.ts';

describe('the server', () => {
  it('answers 40066 for a path that WeChat does not have', async () => {
    const { url } = await start();

    const response = await fetch(`${url}/cgi-bin/nothing`);

    expect(response.status).toBe(200);
    expect(response.headers.get('content-type')).toBe('application/json; encoding=utf-8');
    expect(await response.json()).toEqual({ errcode: 40066, errmsg: expect.stringMatching(rid) });
  });

  it('answers 413 for a body over 1 MB', async () => {
    const { url } = await start();

    const response = await fetch(`${url}/cgi-bin/stable_token`, {
      method: 'POST',
      body: 'x'.repeat(2 ** 21),
    });

    expect(response.status).toBe(413);
  });

  it('keeps several servers apart', async () => {
    const [one, two] = await Promise.all([start(), start()]);
    const code = await one.control.login({ appid: 'wx-eater', openid: 'alice' });

    expect(await two.exchanged({ js_code: code })).toMatchObject({ errcode: 40029 });
    expect(await one.control.calls()).toEqual([]);
  });

  it('rejects when its port is taken', async () => {
    const { url } = await start();

    await expect(startWechat({ apps, port: Number(new URL(url).port) })).rejects.toThrow('EADDRINUSE');
  });

  it('closes more than once, and frees its port', async () => {
    const { url, close } = await start();
    await Promise.all([close(), close()]);

    const again = await startWechat({ apps, port: Number(new URL(url).port) });
    running.push(again);

    expect(again.url).toBe(url);
  });
});

describe('the list of calls', () => {
  it('tells path, method, app, time and outcome, and no secrets', async () => {
    const seen: RecordedCall[] = [];
    const { url, clock, control, exchanged } = await start((call) => seen.push(call));
    const code = await control.login({ appid: 'wx-eater', openid: 'alice' });
    await exchanged({ js_code: code });
    await exchanged({ js_code: code, appid: 'wx-nobody' });
    await fetch(`${url}/cgi-bin/stable_token`, {
      method: 'POST',
      body: JSON.stringify({ appid: 'wx-seller', secret: 'wrong', grant_type: 'client_credential' }),
    });

    const calls = await control.calls();

    const common = { path: '/sns/jscode2session', method: 'GET', at: clock.ms, fault: null };
    expect(calls).toEqual([
      { ...common, appid: 'wx-eater', errcode: 0 },
      { ...common, appid: null, errcode: 40013 },
      { ...common, path: '/cgi-bin/stable_token', method: 'POST', appid: 'wx-seller', errcode: 40125 },
    ]);
    expect(seen).toEqual(calls);
    await control.clearCalls();
    expect(await control.calls()).toEqual([]);
  });

  it('knows the app by its token', async () => {
    const { url, control } = await start();
    const query = 'grant_type=client_credential&appid=wx-seller&secret=seller-secret';
    const { access_token } = await bodyOf(fetch(`${url}/cgi-bin/token?${query}`));

    await fetch(`${url}/wxa/getwxacode?access_token=${access_token}`, { method: 'POST' });

    expect((await control.calls()).at(-1)).toMatchObject({ appid: 'wx-seller', errcode: 44002 });
  });
});

describe('the controls', () => {
  const send = async (url: string, method: string, name: string, body?: string) => {
    const response = await fetch(`${url}/simulator/${name}`, { method, ...(body && { body }) });
    return { status: response.status, body: await bodyOf(response) };
  };

  it.each([
    [
      'login',
      '{"appid":"wx-nobody","openid":"alice"}',
      'The simulator knows no app "wx-nobody". POST /simulator/apps registers one.',
    ],
    ['login', '{"openid":"alice"}', '"appid" must be a text.'],
    [
      'login',
      '{"appid":"wx-eater","openid":"al ice"}',
      '"openid" must consist of up to 128 letters, digits, "_" and "-".',
    ],
    ['login', 'appid=wx-eater', 'The body must be a JSON object.'],
    [
      'user-info',
      '{"appid":"wx-eater","openid":"nobody"}',
      'This user has not logged in: POST /simulator/login first.',
    ],
    ['phone', '{"appid":"wx-eater"}', '"phoneNumber" must be a text.'],
    [
      'subscriptions',
      '{"appid":"wx-eater","openid":"a","template_id":"t"}',
      '"accept" must be true or false.',
    ],
    ['apps', '{"appid":"wx-new"}', '"secret" must be a text.'],
    ['apps', '{"appid":"wx-new","secret":"s","pages":"index"}', '"pages" must be a list of texts.'],
    ['tokens/expire', '{"appid":"wx-eater","errcode":7}', '"errcode" must be 40001, 40014 or 42001.'],
    [
      'faults',
      '{"kind":"flood"}',
      '"kind" must be one of timeout, slow, status, html, empty, reset, errcode.',
    ],
    ['faults', '{"kind":"slow"}', '"ms" must be an integer from 0 to 600000.'],
    ['faults', '{"kind":"html","times":0}', '"times" must be an integer from 1 to 9007199254740991.'],
  ])('answers 400 with a sentence: %s %s', async (name, body, error) => {
    const { url } = await start();

    expect(await send(url, 'POST', name, body)).toEqual({ status: 400, body: { error } });
  });

  it('refuses a fault for a path that is no interface', async () => {
    const { control } = await start();

    await expect(control.addFault({ kind: 'html', path: '/cgi-bin/tokens' })).rejects.toThrow(
      '"path" must be one of /sns/jscode2session, ',
    );
  });

  it('answers 404 and 405 with what there is', async () => {
    const { url } = await start();

    const unknown = await send(url, 'POST', 'logins', '{}');
    const wrongMethod = await send(url, 'DELETE', 'login');

    expect(unknown.status).toBe(404);
    expect(unknown.body.error).toContain('POST /simulator/login,');
    expect(wrongMethod).toEqual({ status: 405, body: { error: '/simulator/login does not take DELETE.' } });
  });

  it('lets pages of other origins in', async () => {
    const { url } = await start();

    const preflight = await fetch(`${url}/simulator/login`, { method: 'OPTIONS' });
    const refused = await fetch(`${url}/simulator/login`, { method: 'POST', body: '{}' });

    expect(preflight.status).toBe(204);
    expect(preflight.headers.get('access-control-allow-methods')).toContain('POST');
    expect(preflight.headers.get('access-control-allow-headers')).toBe('content-type');
    for (const response of [preflight, refused])
      expect(response.headers.get('access-control-allow-origin')).toBe('*');
  });

  it('registers another app', async () => {
    const { control, exchanged } = await start();
    await control.addApp({ appid: 'wx-new', secret: 'new-secret' });
    const code = await control.login({ appid: 'wx-new', openid: 'bob' });

    expect(await exchanged({ appid: 'wx-new', secret: 'new-secret', js_code: code })).toHaveProperty(
      'openid',
      'bob',
    );
  });
});
