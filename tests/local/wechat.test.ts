import { setTimeout as sleep } from 'node:timers/promises';
import { afterEach, describe, expect, it } from 'vitest';
import { controlWechat } from '../../local/wechat/control-client.ts';
import { type RecordedCall, startWechat } from '../../local/wechat/server.ts';

const apps = [
  { appid: 'wx-eater', secret: 'eater-secret' },
  { appid: 'wx-seller', secret: 'seller-secret' },
];
const rid = /, rid: [0-9a-f]{8}-[0-9a-f]{8}-[0-9a-f]{8}$/;
const running: { close(): Promise<void> }[] = [];

type Body = {
  errcode?: number;
  errmsg: string;
  openid?: string;
  unionid?: string;
  access_token: string;
  error: string;
};

const bodyOf = async (response: Response | Promise<Response>): Promise<Body> =>
  (await (await response).json()) as Body;

afterEach(async () => {
  await Promise.all(running.splice(0).map((server) => server.close()));
});

const start = async (onCall?: (call: RecordedCall) => void) => {
  const clock = { ms: Date.parse('2026-03-01T12:00:00Z') };
  const server = await startWechat({ apps, now: () => clock.ms, ...(onCall && { onCall }) });
  running.push(server);
  const { url } = server;
  const exchange = (changes: Record<string, string>, init: RequestInit = {}) => {
    const good = { appid: 'wx-eater', secret: 'eater-secret', grant_type: 'authorization_code' };
    const query = Object.entries({ ...good, ...changes }).filter(([, value]) => value !== '');
    return fetch(`${url}/sns/jscode2session?${new URLSearchParams(query)}`, init);
  };
  const exchanged = (changes: Record<string, string>) => bodyOf(exchange(changes));
  return { ...server, clock, control: controlWechat(url), exchange, exchanged };
};

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

describe('faults', () => {
  const loggedIn = async () => {
    const server = await start();
    const code = await server.control.login({ appid: 'wx-eater', openid: 'alice' });
    return { ...server, code };
  };

  it.each([
    [{ kind: 'status', status: 502 } as const, 502, /<h1>502<\/h1>/],
    [{ kind: 'html' } as const, 200, /^<html>/],
    [{ kind: 'empty' } as const, 200, /^$/],
    [{ kind: 'errcode', errcode: -1 } as const, 200, /^\{"errcode":-1,"errmsg":"system error, rid: /],
    [
      { kind: 'errcode', errcode: 45011 } as const,
      200,
      /"errcode":45011,"errmsg":"api minute-quota reach limit/,
    ],
    [
      { kind: 'errcode', errcode: 40226, errmsg: 'blocked' } as const,
      200,
      /"errcode":40226,"errmsg":"blocked, rid: /,
    ],
  ])('answers %o, then works again', async (fault, status, body) => {
    const { control, exchange, exchanged, code } = await loggedIn();
    await control.addFault({ ...fault, times: 1 });

    const response = await exchange({ js_code: code });

    expect(response.status).toBe(status);
    expect(await response.text()).toMatch(body);
    expect((await control.calls())[0]).toMatchObject({
      fault: fault.kind,
      errcode: fault.kind === 'errcode' ? fault.errcode : null,
    });
    expect(await exchanged({ js_code: code })).toHaveProperty('openid');
  });

  it('cuts the connection on reset', async () => {
    const { control, exchange, code } = await loggedIn();
    await control.addFault({ kind: 'reset', times: 1 });

    await expect(exchange({ js_code: code })).rejects.toMatchObject({ cause: { code: 'ECONNRESET' } });
  });

  it('answers late on slow, with the work done at once', async () => {
    const { control, exchange, code } = await loggedIn();
    await control.addFault({ kind: 'slow', ms: 80, times: 1 });
    const from = performance.now();

    const response = await exchange({ js_code: code });

    expect(performance.now() - from).toBeGreaterThan(70);
    expect(await response.json()).toHaveProperty('openid');
  });

  it('uses a code up before a slow answer that nobody waits for', async () => {
    const { control, exchange, exchanged, code } = await loggedIn();
    await control.addFault({ kind: 'slow', ms: 60_000, times: 1 });

    await expect(exchange({ js_code: code }, { signal: AbortSignal.timeout(100) })).rejects.toThrow();

    expect(await exchanged({ js_code: code })).toMatchObject({ errcode: 40163 });
  });

  it('never answers on timeout; the code lives on after the client has left', async () => {
    const { control, exchange, exchanged, code } = await loggedIn();
    await control.addFault({ kind: 'timeout', times: 1 });

    await expect(exchange({ js_code: code }, { signal: AbortSignal.timeout(100) })).rejects.toThrow();

    expect(await exchanged({ js_code: code })).toHaveProperty('openid');
    expect((await control.calls()).map(({ fault, errcode }) => [fault, errcode])).toEqual([
      ['timeout', null],
      [null, 0],
    ]);
  });

  it.each([
    { kind: 'html' } as const,
    { kind: 'empty' } as const,
    { kind: 'status', status: 500 } as const,
    { kind: 'errcode', errcode: -1 } as const,
    { kind: 'reset' } as const,
    { kind: 'timeout' } as const,
  ])('uses the code up although the answer is lost: %o', async (fault) => {
    const { control, exchange, exchanged, code } = await loggedIn();
    await control.addFault({ ...fault, consume: true, times: 1 });

    await exchange({ js_code: code }, { signal: AbortSignal.timeout(100) }).catch(() => undefined);

    expect(await exchanged({ js_code: code })).toMatchObject({ errcode: 40163 });
  });

  it('counts down, keeps to its path, and takes turns', async () => {
    const { url, control, exchanged, code } = await loggedIn();
    await control.addFault({ path: '/sns/jscode2session', kind: 'errcode', errcode: -1, times: 2 });
    await control.addFault({ path: '/sns/jscode2session', kind: 'errcode', errcode: 45011, times: 1 });

    const elsewhere = await (await fetch(`${url}/cgi-bin/token`)).json();
    const answers = [];
    for (let turn = 0; turn < 4; turn++) answers.push(await exchanged({ js_code: code }));

    expect(elsewhere).toMatchObject({ errcode: 41002 });
    expect(answers.map(({ errcode }) => errcode)).toEqual([-1, -1, 45011, undefined]);
  });

  it('lasts until cleared when no times are given', async () => {
    const { control, exchanged, code } = await loggedIn();
    await control.addFault({ kind: 'errcode', errcode: -1 });

    for (let turn = 0; turn < 3; turn++)
      expect(await exchanged({ js_code: code })).toMatchObject({ errcode: -1 });
    await control.clearFaults();

    expect(await exchanged({ js_code: code })).toHaveProperty('openid');
  });

  it('ends hanging and slow calls when cleared', async () => {
    const { control, exchange, code } = await loggedIn();
    await control.addFault({ kind: 'slow', ms: 60_000, times: 1 });
    const slow = exchange({ js_code: code });
    await waitForCalls(control, 1);
    await control.addFault({ kind: 'timeout' });
    const hanging = expect(exchange({ js_code: code })).rejects.toThrow();
    await waitForCalls(control, 2);

    await control.clearFaults();

    expect((await slow).status).toBe(200);
    await hanging;
  });

  it('closes at once with hanging and slow calls', async () => {
    const { control, exchange, code, close } = await loggedIn();
    await control.addFault({ kind: 'timeout', times: 2 });
    await control.addFault({ kind: 'slow', ms: 60_000 });
    const calls = Promise.allSettled(Array.from({ length: 4 }, () => exchange({ js_code: code })));
    await waitForCalls(control, 4);
    const from = performance.now();

    await close();

    expect(performance.now() - from).toBeLessThan(1000);
    await calls;
  });
});

const waitForCalls = async (control: ReturnType<typeof controlWechat>, count: number): Promise<void> => {
  while ((await control.calls()).length < count) await sleep(5);
};
