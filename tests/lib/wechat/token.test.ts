import { afterEach, describe, expect, it, vi } from 'vitest';
import { setting } from '../../../lib/env.ts';
import { readOne } from '../../../lib/store/store.ts';
import type { App } from '../../../lib/wechat/apps.ts';
import { callWechatForImage } from '../../../lib/wechat/client.ts';
import { accessToken, withAccessToken } from '../../../lib/wechat/token.ts';
import { countRequests } from '../between.ts';
import { CODE, refusalOf, TOKEN, useWechat, withServer } from './wechat.ts';

const wechat = useWechat();
afterEach(() => void vi.useRealTimers());

const stored = ({ appid }: App) => readOne({ table: setting('APPS_TABLE'), pk: `token#${appid}` });
const many = <T>(n: number, act: () => Promise<T>) => Promise.all(Array.from({ length: n }, act));
/** A call that needs a good token. */
const draw = (access_token: string) =>
  callWechatForImage({ path: CODE, query: { access_token }, body: { path: 'pages/a' }, repeatable: false });

describe('accessToken', () => {
  it('asks WeChat once, however many need a first token at once', async () => {
    const app = await wechat.newApp();

    const tokens = await many(100, () => accessToken(app));

    expect(new Set(tokens).size).toBe(1);
    await expect(draw(tokens[0] ?? '')).resolves.toBeDefined();
    expect(await wechat.calls(app, TOKEN)).toBe(1);
  });

  it('lets the others wait for a slow WeChat', async () => {
    const app = await wechat.newApp();
    await wechat.control().addFault({ path: TOKEN, kind: 'slow', ms: 250, times: 1 });

    const tokens = await many(20, () => accessToken(app));

    expect(new Set(tokens).size).toBe(1);
    expect(await wechat.calls(app, TOKEN)).toBe(1);
  });

  it('reads a token that is there, in one request, and asks nobody', async () => {
    const app = await wechat.newApp();
    const token = await accessToken(app);

    const requests = await countRequests(async () => expect(await accessToken(app)).toBe(token));

    expect(requests).toEqual({ BatchGetItem: 1 });
    expect(await wechat.calls(app, TOKEN)).toBe(1);
  });

  it('keeps the tokens of two apps apart', async () => {
    const [one, other] = [await wechat.newApp(), await wechat.newApp()];

    const [token, otherToken] = await Promise.all([accessToken(one), accessToken(other)]);

    expect(token).not.toBe(otherToken);
    expect([await accessToken(one), await accessToken(other)]).toEqual([token, otherToken]);
  });

  it('renews the token 4 minutes before its end, once for all, while the old one is still good', async () => {
    const app = await wechat.newApp();
    const start = Date.parse('2026-11-20T04:00:00Z');
    vi.useFakeTimers({ toFake: ['Date'], now: start });
    const first = await accessToken(app);

    vi.setSystemTime(start + (7_200 - 240) * 1_000 - 1);
    expect(await accessToken(app)).toBe(first);
    vi.setSystemTime(start + (7_200 - 240) * 1_000);
    const [second, ...others] = await many(10, () => accessToken(app));

    expect(second).not.toBe(first);
    expect(new Set([second, ...others]).size).toBe(1);
    expect(await wechat.calls(app, TOKEN)).toBe(2);
    await expect(draw(first)).resolves.toBeDefined();
  });

  it('leaves the table with the token and no lease', async () => {
    const app = await wechat.newApp();
    const token = await accessToken(app);

    const { pk, ...item } = (await stored(app)) ?? {};

    expect(item).toEqual({ token, goodUntil: expect.any(Number) });
    const remaining = (item.goodUntil as number) - Date.now();
    expect(remaining).toBeLessThanOrEqual(6_960_000);
    expect(remaining).toBeGreaterThan(6_950_000);
  });
});

describe('withAccessToken', () => {
  it('calls with the token, once', async () => {
    const app = await wechat.newApp();
    const tokens: string[] = [];

    const result = await withAccessToken(app, async (token) => {
      tokens.push(token);
      return 'done';
    });

    expect(result).toBe('done');
    expect(tokens).toEqual([await accessToken(app)]);
  });

  it.each([
    [40001, 20],
    [40014, 2],
    [42001, 2],
  ] as const)('renews a token refused with %i once for all %i callers', async (errcode, callers) => {
    const app = await wechat.newApp();
    const refused = await accessToken(app);
    await wechat.control().expireTokens({ appid: app.appid, errcode });

    const pictures = await many(callers, () => withAccessToken(app, draw));

    expect(pictures).toHaveLength(callers);
    expect(await wechat.calls(app, TOKEN)).toBe(2);
    expect(await accessToken(app)).not.toBe(refused);
  });

  it('takes up the new token when another tool superseded the old one', async () => {
    const app = await wechat.newApp();
    const start = Date.now();
    vi.useFakeTimers({ toFake: ['Date'], now: start });
    const old = await accessToken(app);
    const body = {
      grant_type: 'client_credential',
      appid: app.appid,
      secret: app.secret,
      force_refresh: true,
    };
    const forced = await fetch(`${wechat.url()}${TOKEN}`, { method: 'POST', body: JSON.stringify(body) });
    const { access_token } = (await forced.json()) as { access_token: string };
    expect(access_token).not.toBe(old);

    vi.setSystemTime(start + 301_000);
    await expect(withAccessToken(app, draw)).resolves.toBeDefined();

    expect(await accessToken(app)).toBe(access_token);
  });

  it('forces a new token when WeChat hands out again the one that it refuses', async () => {
    const app = await wechat.newApp();
    const refused = await accessToken(app);
    await wechat.control().addFault({ path: CODE, kind: 'errcode', errcode: 40001, times: 1 });

    await expect(withAccessToken(app, draw)).resolves.toBeDefined();

    expect(await accessToken(app)).not.toBe(refused);
    expect(await wechat.calls(app, TOKEN)).toBe(3);
  });

  it('gives up when the new token is refused too', async () => {
    const app = await wechat.newApp();
    await wechat.control().addFault({ path: CODE, kind: 'errcode', errcode: 40001 });

    expect(await refusalOf(withAccessToken(app, draw))).toMatchObject({ errcode: 40001 });
    expect(await wechat.calls(app, CODE)).toBe(2);
  });

  it('leaves any other refusal to the caller, and the token alone', async () => {
    const app = await wechat.newApp();
    await wechat.control().addFault({ path: CODE, kind: 'errcode', errcode: 45009, times: 1 });

    expect(await refusalOf(withAccessToken(app, draw))).toMatchObject({ errcode: 45009 });
    expect([await wechat.calls(app, CODE), await wechat.calls(app, TOKEN)]).toEqual([1, 1]);
    await expect(withAccessToken(app, () => Promise.reject(new TypeError('x')))).rejects.toThrow(TypeError);
  });
});

describe('an answer of WeChat’s that is no token', () => {
  it.each(['{"expires_in":7200}', '{"access_token":1,"expires_in":7200}', '{"access_token":"t"}', '{}'])(
    'is refused, and not stored: %s',
    async (text) => {
      const app = await wechat.newApp();

      const error = await withServer(
        (_, response) => response.end(text),
        () => refusalOf(accessToken(app)),
      );

      expect(error).toMatchObject({ path: TOKEN, errcode: undefined });
      expect(await stored(app)).toEqual({ pk: expect.anything(), failed: { lease: expect.anything() } });
    },
  );
});
