import { afterEach, expect, it, vi } from 'vitest';
import { setting } from '../../../lib/env.ts';
import { readOne } from '../../../lib/store/store.ts';
import type { App } from '../../../lib/wechat/apps.ts';
import { jsapiTicket } from '../../../lib/wechat/ticket.ts';
import { accessToken } from '../../../lib/wechat/token.ts';
import { countRequests } from '../between.ts';
import { refusalOf, TICKET, TOKEN, useWechat } from './wechat.ts';

const wechat = useWechat();
afterEach(() => void vi.useRealTimers());

const stored = ({ appid }: App) => readOne({ table: setting('APPS_TABLE'), pk: `ticket#${appid}` });
const many = <T>(n: number, act: () => Promise<T>) => Promise.all(Array.from({ length: n }, act));

it('asks WeChat once, however many need a ticket at once', async () => {
  const app = await wechat.newApp();

  const tickets = await many(50, () => jsapiTicket(app));

  expect(new Set(tickets).size).toBe(1);
  expect(tickets[0]).toMatch(/^[\w-]{86}$/);
  expect([await wechat.calls(app, TICKET), await wechat.calls(app, TOKEN)]).toEqual([1, 1]);
});

it('reads a ticket that is there, in one request, and asks nobody', async () => {
  const app = await wechat.newApp();
  const ticket = await jsapiTicket(app);

  const requests = await countRequests(async () => expect(await jsapiTicket(app)).toBe(ticket));

  expect(requests).toEqual({ BatchGetItem: 1 });
  expect(await wechat.calls(app, TICKET)).toBe(1);
});

it('keeps a ticket to its end, and no longer', async () => {
  const app = await wechat.newApp();
  const start = Date.parse('2026-11-20T04:00:00Z');
  vi.useFakeTimers({ toFake: ['Date'], now: start });
  const first = await jsapiTicket(app);

  vi.setSystemTime(start + 7_199_999);
  expect(await jsapiTicket(app)).toBe(first);
  vi.setSystemTime(start + 7_200_000);
  const others = await many(10, () => jsapiTicket(app));

  expect(new Set([first, ...others]).size).toBe(2);
  expect(await wechat.calls(app, TICKET)).toBe(2);
});

it('keeps tickets of two apps apart, and apart from their access tokens', async () => {
  const [one, other] = [await wechat.newApp(), await wechat.newApp()];

  const found = await Promise.all([jsapiTicket(one), jsapiTicket(other), accessToken(one)]);

  expect(new Set(found).size).toBe(3);
});

it('renews an access token that is refused, and asks once more', async () => {
  const app = await wechat.newApp();
  await accessToken(app);
  await wechat.control().expireTokens({ appid: app.appid, errcode: 42001 });

  await expect(jsapiTicket(app)).resolves.toBeDefined();

  expect([await wechat.calls(app, TICKET), await wechat.calls(app, TOKEN)]).toEqual([2, 2]);
});

it('fails all who wait when WeChat gives none, and leaves no lease', async () => {
  const app = await wechat.newApp();
  await accessToken(app);
  await wechat.control().addFault({ path: TICKET, kind: 'errcode', errcode: 45009 });

  const errors = await many(10, () => refusalOf(jsapiTicket(app)));

  expect(errors.map(({ path, errcode }) => [path, errcode])).toEqual(Array(10).fill([TICKET, 45009]));
  expect(await stored(app)).toEqual({
    pk: expect.anything(),
    failed: { lease: expect.anything(), errcode: 45009 },
  });
  await wechat.control().clearFaults();
  await expect(jsapiTicket(app)).resolves.toBeDefined();
});
