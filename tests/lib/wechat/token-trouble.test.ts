import { setTimeout as pause } from 'node:timers/promises';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { setting } from '../../../lib/env.ts';
import { type Item, type Key, readOne, write } from '../../../lib/store/store.ts';
import type { App } from '../../../lib/wechat/apps.ts';
import { callWechatForImage } from '../../../lib/wechat/client.ts';
import { accessToken, withAccessToken } from '../../../lib/wechat/token.ts';
import { between, brokenConnection } from '../between.ts';
import { CODE, refusalOf, TOKEN, useWechat, withServer } from './wechat.ts';

const wechat = useWechat();

afterEach(() => {
  vi.useRealTimers();
});

const keyOf = ({ appid }: App): Key => ({ table: setting('APPS_TABLE'), pk: `token#${appid}` });
const stored = (app: App) => readOne(keyOf(app));
const change = (app: App, set: Item) => write({ update: keyOf(app), set });
const many = <T>(n: number, act: () => Promise<T>) => Promise.all(Array.from({ length: n }, act));
const draw = (access_token: string) =>
  callWechatForImage({ path: CODE, query: { access_token }, body: { path: 'pages/a' }, repeatable: false });

describe('a holder of the lease', () => {
  it('that crashed is waited for to the end of its lease, and then replaced by one other', async () => {
    const app = await wechat.newApp();
    await change(app, { lease: 'of-a-crashed-container', leasedUntil: Date.now() + 300 });

    const waiting = many(10, () => accessToken(app));
    await pause(200);
    expect(await wechat.calls(app, TOKEN)).toBe(0);

    expect(new Set(await waiting).size).toBe(1);
    expect(await wechat.calls(app, TOKEN)).toBe(1);
  });

  it('that takes too long is no longer waited for', async () => {
    const app = await wechat.newApp();
    await change(app, { lease: 'of-a-crashed-container', leasedUntil: Date.now() + 15_000 });

    const start = Date.now();
    vi.useFakeTimers({ toFake: ['Date'], now: start });
    const waiting = refusalOf(accessToken(app));
    await pause(120);
    vi.setSystemTime(start + 8_000);

    expect(await waiting).toMatchObject({ path: TOKEN, errcode: undefined });
    expect(await wechat.calls(app, TOKEN)).toBe(0);
    expect(await stored(app)).toMatchObject({ lease: 'of-a-crashed-container' });
  });

  it('that was too slow overwrites nothing of the one who replaced it', async () => {
    const app = await wechat.newApp();
    await wechat.control().addFault({ path: TOKEN, kind: 'slow', ms: 2_500, times: 1 });
    const slow = accessToken(app);
    await expect.poll(() => wechat.calls(app, TOKEN), { interval: 5 }).toBe(1);
    await wechat.control().expireTokens({ appid: app.appid });
    await change(app, { leasedUntil: Date.now() - 1 });

    const quick = await accessToken(app);
    // By now another one holds the lease.
    await change(app, { lease: 'of-a-third', leasedUntil: Date.now() + 15_000 });
    await wechat.control().clearFaults();
    const outdated = await slow;

    expect(outdated).not.toBe(quick);
    expect(await stored(app)).toMatchObject({ token: quick, lease: 'of-a-third' });
    expect(await accessToken(app)).toBe(quick);
  });

  it('whose answer from DynamoDB was lost knows its own lease, and asks', async () => {
    const app = await wechat.newApp();
    let updates = 0;
    between('try', async ({ input }, pass) => {
      if (JSON.stringify(input).includes('leasedUntil')) updates += 1;
      const result = await pass();
      if (updates === 1) throw brokenConnection();
      return result;
    });

    const token = await Promise.race([accessToken(app), pause(3_000, 'no token')]);

    expect(updates).toBeGreaterThan(0);
    expect(token).toBe((await stored(app))?.token);
    expect(await wechat.calls(app, TOKEN)).toBe(1);
  });
});

describe('a WeChat that gives no token', () => {
  it.each([
    { kind: 'errcode', errcode: -1 },
    { kind: 'errcode', errcode: 40125 },
    { kind: 'errcode', errcode: 40001 },
    { kind: 'status', status: 500 },
    { kind: 'html' },
    { kind: 'reset' },
  ] as const)('fails all who wait, soon, and leaves no lease: $kind $errcode', async (fault) => {
    const app = await wechat.newApp();
    await wechat.control().addFault({ path: TOKEN, ...fault });
    const start = Date.now();

    const errors = await many(3, () => refusalOf(withAccessToken(app, draw)));

    const errcode = 'errcode' in fault ? fault.errcode : undefined;
    expect(errors.map((error) => error.errcode)).toEqual(Array(3).fill(errcode));
    expect(Date.now() - start).toBeLessThan(5_000);
    expect(await stored(app)).toEqual({
      pk: expect.anything(),
      failed: { lease: expect.anything(), ...(errcode !== undefined && { errcode }) },
    });
    await wechat.control().clearFaults();
    await expect(withAccessToken(app, draw)).resolves.toBeDefined();
  });

  it('is asked by one for all who wait, and by the next who comes', async () => {
    const app = await wechat.newApp();
    let asked = 0;

    const errors = await withServer(
      async (_, response) => {
        asked += 1;
        await pause(300);
        response.writeHead(503).end();
      },
      () => many(20, () => refusalOf(accessToken(app))),
    );

    expect(errors.map(({ errcode }) => errcode)).toEqual(Array(20).fill(undefined));
    // The second one is the holder's own second try.
    expect(asked).toBe(2);
    await expect(accessToken(app)).resolves.toBeDefined();
    expect(await stored(app)).not.toHaveProperty('failed');
  });

  it('fails those who waited for one holder, although another is at it by now', async () => {
    const app = await wechat.newApp();
    await change(app, { lease: 'of-one', leasedUntil: Date.now() + 15_000 });
    const seen = Promise.withResolvers<void>();
    between('command', async (_, pass) => {
      const result = await pass();
      seen.resolve();
      return result;
    });
    const waiting = refusalOf(accessToken(app));
    await seen.promise;

    const failed = { lease: 'of-one', errcode: 45009 };
    await change(app, { failed, lease: 'of-another', leasedUntil: Date.now() + 15_000 });

    expect(await waiting).toMatchObject({ path: TOKEN, errcode: 45009 });
    expect(await wechat.calls(app, TOKEN)).toBe(0);
  });

  it('leaves a good token alone that only some call was refused', async () => {
    const app = await wechat.newApp();
    const token = await accessToken(app);
    await wechat.control().addFault({ path: CODE, kind: 'errcode', errcode: 40001, times: 1 });
    await wechat.control().addFault({ path: TOKEN, kind: 'errcode', errcode: -1 });

    expect(await refusalOf(withAccessToken(app, draw))).toMatchObject({ path: TOKEN, errcode: -1 });

    expect(await stored(app)).toMatchObject({ token });
    expect(await stored(app)).not.toHaveProperty('lease');
  });
});

it('lets a slow holder’s outdated token be refused and replaced', async () => {
  const app = await wechat.newApp();
  await wechat.control().addFault({ path: TOKEN, kind: 'slow', ms: 2_500, times: 1 });
  const slow = withAccessToken(app, draw);
  await expect.poll(() => wechat.calls(app, TOKEN), { interval: 5 }).toBe(1);
  await wechat.control().expireTokens({ appid: app.appid });
  await wechat.control().clearFaults();

  await expect(slow).resolves.toBeDefined();
  expect(await wechat.calls(app, CODE)).toBe(2);
});
