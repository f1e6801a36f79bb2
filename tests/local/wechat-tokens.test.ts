import { afterEach, describe, expect, it } from 'vitest';
import { controlWechat } from '../../local/wechat/control-client.ts';
import { startWechat } from '../../local/wechat/server.ts';

const apps = [
  { appid: 'wx-eater', secret: 'eater-secret' },
  { appid: 'wx-seller', secret: 'seller-secret' },
];
const credentials = { grant_type: 'client_credential', appid: 'wx-eater', secret: 'eater-secret' };
const second = 1000;
const minute = 60 * second;
const running: { close(): Promise<void> }[] = [];

type Body = { errcode: number; errmsg: string; access_token: string; expires_in: number };

const bodyOf = async (response: Response | Promise<Response>): Promise<Body> =>
  (await (await response).json()) as Body;

afterEach(async () => {
  await Promise.all(running.splice(0).map((server) => server.close()));
});

const start = async (at = '2026-03-01T02:00:00Z') => {
  const clock = { ms: Date.parse(at) };
  const server = await startWechat({ apps, now: () => clock.ms });
  running.push(server);
  const { url } = server;
  const post = (path: string, body: string) => fetch(url + path, { method: 'POST', body });
  return {
    url,
    clock,
    control: controlWechat(url),
    token: (changes: object = {}) =>
      bodyOf(fetch(`${url}/cgi-bin/token?${new URLSearchParams({ ...credentials, ...changes })}`)),
    stable: (changes: object = {}) =>
      bodyOf(post('/cgi-bin/stable_token', JSON.stringify({ ...credentials, ...changes }))),
    post: (path: string, body: string) => bodyOf(post(path, body)),
    /** The errcode that a business call with this token gets: 44002 is what comes after the token's check. */
    use: async (token: string) => {
      const query = token && `?access_token=${token}`;
      return (await bodyOf(post(`/wxa/getwxacode${query}`, ''))).errcode;
    },
  };
};
const valid = 44002;

describe.each(['token', 'stable'] as const)('%s: credentials', (kind) => {
  it.each([
    [41002, { appid: '' }],
    [41004, { secret: '' }],
    [40002, { grant_type: 'authorization_code' }],
    [40013, { appid: 'wx-nobody' }],
    [40125, { secret: 'wrong' }],
  ])('answers %i to %o', async (errcode, changes) => {
    const server = await start();

    expect(await server[kind](changes)).toEqual({ errcode, errmsg: expect.stringContaining(', rid: ') });
  });
});

describe('GET /cgi-bin/token', () => {
  it('issues a long token for two hours', async () => {
    const { url, use } = await start();

    const response = await fetch(`${url}/cgi-bin/token?${new URLSearchParams(credentials)}`);

    expect(response.headers.get('content-type')).toBe('application/json; encoding=utf-8');
    const issued = await bodyOf(response);
    expect(issued).toEqual({ access_token: expect.stringMatching(/^[\w-]{100,512}$/), expires_in: 7200 });
    expect(await use(issued.access_token)).toBe(valid);
  });

  it('supersedes the last token, which lives 5 more minutes', async () => {
    const { clock, token, use } = await start();
    const first = await token();
    const next = await token();

    expect(next.access_token).not.toBe(first.access_token);
    clock.ms += 5 * minute - 1;
    expect(await use(first.access_token)).toBe(valid);
    clock.ms += 1;
    expect(await use(first.access_token)).toBe(40001);
    expect(await use(next.access_token)).toBe(valid);
  });

  it('wants GET', async () => {
    const { post } = await start();

    expect(await post('/cgi-bin/token', JSON.stringify(credentials))).toMatchObject({ errcode: 43001 });
  });
});

describe('POST /cgi-bin/stable_token', () => {
  it('gives everyone the same token with the remaining seconds', async () => {
    const { clock, stable } = await start();
    const first = await stable();

    clock.ms += 6855 * second;

    expect(first.expires_in).toBe(7200);
    expect(await stable()).toEqual({ access_token: first.access_token, expires_in: 345 });
  });

  it('rotates in the last 5 minutes, when both tokens are valid', async () => {
    const { clock, stable, use } = await start();
    const first = await stable();

    clock.ms += 115 * minute;
    expect(await stable()).toEqual({ access_token: first.access_token, expires_in: 300 });
    clock.ms += 1;
    const next = await stable();

    expect(next).toEqual({ access_token: expect.not.stringMatching(first.access_token), expires_in: 7200 });
    expect(await use(first.access_token)).toBe(valid);
    clock.ms += 5 * minute - 1;
    expect(await use(first.access_token)).toBe(42001);
    expect(await use(next.access_token)).toBe(valid);
  });

  it('replaces the token when forced; the last lives 5 more minutes', async () => {
    const { clock, stable, use } = await start();
    const first = await stable();

    const forced = await stable({ force_refresh: true });

    expect(forced.access_token).not.toBe(first.access_token);
    expect(await stable()).toEqual(forced);
    clock.ms += 5 * minute - 1;
    expect(await use(first.access_token)).toBe(valid);
    clock.ms += 1;
    expect(await use(first.access_token)).toBe(40001);
  });

  it('gets rid of a leaked token by two forced refreshes', async () => {
    const { clock, stable, use } = await start();
    const leaked = await stable();
    await stable({ force_refresh: true });
    clock.ms += 30 * second;
    await stable({ force_refresh: true });

    expect(await use(leaked.access_token)).toBe(40001);
  });

  it('silently ignores a second force within 30 seconds', async () => {
    const { clock, stable } = await start();
    const forced = await stable({ force_refresh: true });

    clock.ms += 30 * second - 1;
    expect(await stable({ force_refresh: true })).toMatchObject({ access_token: forced.access_token });
    clock.ms += 1;
    expect(await stable({ force_refresh: true })).not.toMatchObject({ access_token: forced.access_token });
  });

  it('silently ignores the 21st force of a Beijing day', async () => {
    const { clock, stable } = await start('2026-03-01T15:00:00Z');
    const tokens = new Set<string>();
    for (let count = 0; count < 21; count++, clock.ms += minute)
      tokens.add((await stable({ force_refresh: true })).access_token);

    expect(tokens.size).toBe(20);
    clock.ms = Date.parse('2026-03-01T16:00:00Z');
    expect(tokens).not.toContain((await stable({ force_refresh: true })).access_token);
  });

  it('is isolated from cgi-bin/token, and from other apps', async () => {
    const { clock, control, stable, token, use } = await start();
    const stableOne = await stable();
    const plainOne = await token();
    await stable({ force_refresh: true, appid: 'wx-seller', secret: 'seller-secret' });
    await token();
    await token();
    clock.ms += 6 * minute;

    expect(await use(plainOne.access_token)).toBe(40001);
    expect(await use(stableOne.access_token)).toBe(valid);
    const plainTwo = await token();
    await stable({ force_refresh: true });
    clock.ms += 6 * minute;
    expect(await use(plainTwo.access_token)).toBe(valid);
    await control.expireTokens({ appid: 'wx-seller' });
    expect(await use(plainTwo.access_token)).toBe(valid);
  });

  it.each([
    [44002, ''],
    [47001, 'grant_type=client_credential&appid=wx-eater'],
    [47001, '[]'],
    [47001, JSON.stringify({ ...credentials, force_refresh: 'true' })],
  ])('answers %i to the body %j', async (errcode, body) => {
    const { post } = await start();

    expect(await post('/cgi-bin/stable_token', body)).toMatchObject({ errcode });
  });

  it('wants POST', async () => {
    const { url } = await start();

    const response = await fetch(`${url}/cgi-bin/stable_token?${new URLSearchParams(credentials)}`);

    expect(await response.json()).toMatchObject({ errcode: 43002 });
  });
});

describe('an access token', () => {
  it('is missed, malformed, unknown or expired', async () => {
    const { clock, token, use } = await start();
    const { access_token } = await token();

    expect(await use('')).toBe(41001);
    expect(await use('short')).toBe(40014);
    expect(await use('x'.repeat(100))).toBe(40001);
    clock.ms += 120 * minute - 1;
    expect(await use(access_token)).toBe(valid);
    clock.ms += 1;
    expect(await use(access_token)).toBe(42001);
  });

  it.each([
    [{}, 40001],
    [{ errcode: 40014 } as const, 40014],
    [{ errcode: 42001 } as const, 42001],
  ])('dies on demand, %o, and is replaced by the next call', async (body, errcode) => {
    const { control, stable, use } = await start();
    const first = await stable();

    await control.expireTokens({ appid: 'wx-eater', ...body });

    expect(await use(first.access_token)).toBe(errcode);
    const next = await stable();
    expect(next.expires_in).toBe(7200);
    expect(await use(next.access_token)).toBe(valid);
    expect(await use(first.access_token)).toBe(errcode);
  });

  it('names the remedy in its refusal, as WeChat does', async () => {
    const { post } = await start();

    const { errmsg } = await post(`/wxa/getwxacode?access_token=${'x'.repeat(100)}`, '');

    expect(errmsg).toMatch(
      /^invalid credential, access_token is invalid or not latest, could get access_token/,
    );
  });
});
