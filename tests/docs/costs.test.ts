import { beforeAll, describe, expect, it } from 'vitest';
import { dayKey } from '../../lib/callme/keys.ts';
import type { QueryName } from '../../lib/callme/names.ts';
import { zoneOf } from '../../lib/callme/zones.ts';
import { write } from '../../lib/store/store.ts';
import { dayIn } from '../../lib/time.ts';
import { ask, EATERS, eater, openCanteen, openStall, type StallFixture } from '../support/canteen.ts';
import { openSockets, TestSocket } from '../support/sockets.ts';
import { deliver, deliverMessages, recordOf } from '../support/stream.ts';
import { read } from './markdown.ts';
import { countUnits, documented, during, rows, type Units } from './units.ts';

openCanteen();
openSockets();

const STALLS = 20;
const OPEN_TICKETS = 30;

let stall: StallFixture;
let sessionKey: string;
let ticket: { sellerId: number; marchSn: number };

beforeAll(async () => {
  const menuList = Array.from({ length: 20 }, (_, i) => `红烧牛肉面${i}`);
  for (let i = 0; i < STALLS; i += 1) {
    stall = await openStall({ sellerName: `麻辣香锅${i}` });
    await ask('info', { sessionKey: stall.sessionKey, menuList });
  }
  for (let i = 0; i < OPEN_TICKETS; i += 1) await ask('fetch', { sessionKey: stall.sessionKey });
  // A container that has counted changes of the stall knows its time zone.
  await zoneOf(stall.sellerId);
  sessionKey = await eater();
  ticket = { sellerId: stall.sellerId, marchSn: OPEN_TICKETS };
  countUnits();
});

/** Ten hours in which something happened, and twenty lengths of waits. */
const BUSY_DAY = {
  ...{ fetched: 420, noted: 400, called: 410, done: 400, missed: 8, selfTaken: 90, waitMs: 98_400_000 },
  ...{ messagesSent: 300, messagesRefused: 12 },
  ...Object.fromEntries(
    Array.from({ length: 10 }, (_, i) => [
      [`f${i + 8}`, 42],
      [`c${i + 8}`, 41],
      [`w${i + 8}`, 9_840_000],
    ]).flat(),
  ),
  ...Object.fromEntries(Array.from({ length: 20 }, (_, i) => [`b${i + 8}`, 20])),
};

const asSeller = () => ({ sessionKey: stall.sessionKey });
const asEater = () => ({ sessionKey, ...ticket });

describe('docs/costs.md says what is consumed by', () => {
  it.each<[QueryName, () => Record<string, unknown>]>([
    ['seller_list', () => ({ sessionKey })],
    ['menu', asEater],
    ['push', () => ({ ...asEater(), noteContent: '红烧牛肉面两份，不要香菜，多放辣椒' })],
    ['hungry', asEater],
    ['queue', () => ({ ...asEater() })],
    ['note', asSeller],
    ['call', () => ({ ...asSeller(), ...ticket })],
    ['done', asEater],
    ['fetch', asSeller],
    ['stats', asSeller],
  ])('%s', async (query, fields) => {
    expect(await during(() => ask(query, fields()))).toEqual(documented(query));
  });

  it('stats of 62 days', async () => {
    const days = Array.from({ length: 62 }, (_, away) => dayIn('UTC', Date.UTC(2024, 0, 1 + away)));
    await Promise.all(
      days.map((day) =>
        write({
          update: dayKey(stall.sellerId, day),
          add: BUSY_DAY,
          set: { counted: '1'.padStart(40, '0') },
        }),
      ),
    );
    const span = () => ask('stats', { ...asSeller(), from: days[0], to: days.at(-1) });

    expect(await during(span)).toEqual(documented('stats of 62 days'));
  });

  it.each<[QueryName, object, { isCalled?: boolean }]>([
    ['unnote', { marchSn: 1 }, {}],
    ['next', {}, {}],
    ['miss', { marchSn: 1 }, { isCalled: true }],
    ['undo', { marchSn: 1 }, { isCalled: true }],
    ['settings', { remindAhead: 3 }, {}],
  ])('%s', async (query, fields, { isCalled = false }) => {
    const { sessionKey: asks, sellerId } = await openStall();
    for (let i = 0; i < OPEN_TICKETS; i += 1) await ask('fetch', { sessionKey: asks });
    const one = { sellerId, marchSn: 1, noteContent: '红烧牛肉面两份，不要香菜，多放辣椒' };
    await ask('push', { sessionKey, ...one });
    if (isCalled) await ask('call', { sessionKey: asks, marchSn: 1 });

    const who = query === 'unnote' ? { sessionKey, sellerId } : { sessionKey: asks };
    expect(await during(() => ask(query, { ...who, ...fields }))).toEqual(documented(query));
  });

  it('take, and push with proof', async () => {
    const one = await openStall();
    await ask('settings', { sessionKey: one.sessionKey, selfService: true, proof: 'code' });
    for (let i = 0; i < OPEN_TICKETS; i += 1) await ask('fetch', { sessionKey: one.sessionKey });
    const { marchSn, ticketCode } = await ask('fetch', { sessionKey: one.sessionKey });
    const eating = { sessionKey: await eater(), sellerId: one.sellerId };
    const push = { ...eating, marchSn, ticketCode, noteContent: '红烧牛肉面两份，不要香菜，多放辣椒' };

    expect(await during(() => ask('push', push))).toEqual(documented('push with proof'));
    eating.sessionKey = await eater();
    expect(await during(() => ask('take', eating))).toEqual(documented('take'));
  });

  it('note, late in the day', async () => {
    const one = await openStall();
    for (let i = 0; i < 99; i += 1) await ask('fetch', { sessionKey: one.sessionKey });
    for (let marchSn = 1; marchSn <= 69; marchSn += 1) {
      const noted = { sessionKey: await eater(), sellerId: one.sellerId, marchSn };
      await ask('push', { ...noted, noteContent: '红烧牛肉面两份，不要香菜，多放辣椒' });
      await ask('call', { sessionKey: one.sessionKey, marchSn });
      await ask('done', { sessionKey: one.sessionKey, marchSn, isseller: 'yes' });
    }
    const [, late] =
      /where 30 are open and 69 have ended, `note` is (\d+) RRU/.exec(read('docs/costs.md')) ?? [];

    expect(await during(() => ask('note', { sessionKey: one.sessionKey }))).toEqual({
      reads: Number(late),
      writes: 0,
    });
  });

  it('fetch with a requestId', async () => {
    const fetched = () => ask('fetch', { ...asSeller(), requestId: 'press-1' });

    expect(await during(fetched)).toEqual({ reads: 2, writes: 5 });
  });
});

describe('docs/costs.md says what watching consumes:', () => {
  const next = async () => {
    const { marchSn } = await ask('fetch', asSeller());
    return { sellerId: stall.sellerId, marchSn: marchSn as number };
  };
  const call = (one: typeof ticket) => recordOf(one, () => ask('call', { ...asSeller(), ...one }));
  const end = (one: typeof ticket) =>
    recordOf(one, () => ask('done', { ...asSeller(), ...one, isseller: 'yes' }));
  const watched = async () => {
    const one = await next();
    const socket = await new TestSocket().open({ sessionKey });
    await socket.say({ query: 'watch', ...one });
    return { one, socket };
  };

  it('a WebSocket', async () => {
    const one = await next();
    const socket = new TestSocket();

    expect(await during(() => socket.open({ sessionKey }))).toEqual(documented('connecting'));
    expect(await during(() => socket.say({ query: 'hello' }))).toEqual(documented('hello'));
    expect(await during(() => socket.say({ query: 'watch', ...one }))).toEqual(documented('watch a ticket'));
    const ended = await end(one);
    expect(await during(() => deliver(ended))).toEqual(documented('notify, the end of a watched ticket'));
    expect(await during(() => socket.close())).toEqual(documented('disconnecting'));
  });

  it('a change that nobody watches', async () => {
    const called = await call(await next());

    expect(await during(() => deliver(called))).toEqual(documented('notify, a change'));
  });

  it('a call that is watched', async () => {
    const { one, socket } = await watched();
    const called = await call(one);

    expect(await during(() => deliver(called))).toEqual(documented('notify, a change'));
    expect(socket.received()).toHaveLength(1);
    await socket.close();
  });

  it('a hall display', async () => {
    const socket = await new TestSocket().open(asSeller());
    const watch = { query: 'watch', sellerId: stall.sellerId };
    expect(await during(() => socket.say(watch))).toEqual(documented('watch a queue'));

    const called = await call(await next());
    expect(await during(() => deliver(called))).toEqual(
      documented('notify, a change that a hall display shows'),
    );
    await socket.close();
  });

  it('a WeChat message', async () => {
    const { putApp } = await import('../../lib/wechat/apps.ts');
    await putApp({ ...EATERS, callTemplate: { id: 'call', values: { thing1: '{sellerName}' } } });
    const send = async () => {
      const one = await next();
      await ask('push', { sessionKey, ...one, noteContent: '面', subscribe: true });
      const called = await call(one);
      return during(() => deliverMessages(called));
    };

    await send();
    expect(await send()).toEqual(documented('messages, a call whose eater asked for one'));
  });

  it('a message before the call', async () => {
    const { putApp } = await import('../../lib/wechat/apps.ts');
    const one = await openStall();
    const all = { sessionKey: one.sessionKey };
    for (let i = 0; i < OPEN_TICKETS; i += 1) await ask('fetch', all);
    const ended = async (marchSn: number) =>
      recordOf({ sellerId: one.sellerId, marchSn }, () => ask('done', { ...all, marchSn, isseller: 'yes' }));
    await putApp({ ...EATERS, nearTemplate: { id: 'near', values: { thing1: '{sellerName}' } } });
    await deliverMessages(await ended(1));
    const nobody = await ended(2);
    expect(await during(() => deliverMessages(nobody))).toEqual({ reads: 3, writes: 0 });

    const push = { sessionKey, sellerId: one.sellerId, noteContent: '面', subscribe: true };
    await ask('push', { ...push, marchSn: 5 });
    await deliverMessages(await ended(3));
    await ask('push', { ...push, marchSn: 6 });
    const told = await ended(4);
    expect(await during(() => deliverMessages(told))).toEqual(
      documented('messages, one who is nearly called'),
    );
  });
});

describe('docs/costs.md calculates', () => {
  const lines = rows().flatMap(([what = '', arithmetic = '', price]) => {
    const found = /^10,000 × \((?:(\d+) × )?\$1\.733 \+ (\d+) × \$0\.125 \+ (\d+) × \$0\.625\) \/ 10⁶$/.exec(
      arithmetic,
    );
    if (!found) return [];
    const [requests = 1, reads = 0, writes = 0] = found.slice(1).map((text) => Number(text ?? 1));
    return [{ what, requests, reads, writes, price }];
  });

  it.each(lines)('10,000 times $what', ({ requests, reads, writes, price }) => {
    expect(price).toBe(`$${((requests * 1.733 + reads * 0.125 + writes * 0.625) / 100).toFixed(3)}`);
  });

  it('with the units that it has measured', () => {
    const units = Object.fromEntries(lines.map(({ what, price, ...line }) => [what, line]));

    expect(units).toEqual({
      'a login of mina': together('POST /mina/login'),
      'a check of mina': together('POST /mina/auth'),
      'a search': together('a search'),
      'a search, each after a pause': together('a search after 5 seconds'),
      "a dish's page": together('GET /menus/{id}'),
      'a click': together('POST /clicks'),
      'a login of rental': together('POST /user/login'),
      'a loan': together(
        'GET /device/list',
        'GET /user/status',
        'GET /user/try_to_rent',
        'POST /device/result, an item leaves',
        'GET /user/try_to_revert',
        'POST /device/result, an item comes back',
        ...Array<string>(4).fill('GET /user/latest_renting_or_reverting_status'),
      ),
      'a login of h5': together('GET /wx/oauth', 'GET /wx/oauth/callback'),
      'a report of h5': together('GET /wx/api/measurements/{record_id}/analyze'),
      'a shared report': together('GET /wx/api/measurements/token/{token}/analyze'),
    });
  });

  it("a cabinet's month, by how often it reports", () => {
    const { reads, writes } = documented('POST /device/report');
    const perReport = (1.733 + reads * 0.125 + writes * 0.625) / 1e6;
    const months = rows().filter(([every = '', , month]) => /^\d+ seconds$/.test(every) && month);

    expect(months.map(([every]) => Number.parseInt(every ?? '', 10))).toEqual([2, 5, 10, 30]);
    for (const [every = '', reports, month] of months) {
      const daily = 86_400 / Number.parseInt(every, 10);
      expect([reports, month]).toEqual([
        daily.toLocaleString('en'),
        `$${(30 * daily * perReport).toFixed(2)}`,
      ]);
    }
  });
});

/** What requests that are documented take, one after another. */
const together = (...names: string[]) => {
  const all = names.map(documented);
  const sum = (pick: (units: Units) => number) => all.reduce((total, units) => total + pick(units), 0);
  return {
    requests: all.length,
    reads: sum(({ reads }) => reads),
    writes: sum(({ writes }) => writes),
  };
};
