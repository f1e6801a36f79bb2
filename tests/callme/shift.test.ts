import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { listHistory } from '../../lib/callme/queue.ts';
import { ask, eater, logIn, openCanteen, openStall, type StallFixture } from '../support/canteen.ts';
import { openSockets } from '../support/sockets.ts';
import { deliver, recordOf } from '../support/stream.ts';

openCanteen();
openSockets();

const NOON = new Date('2026-11-20T12:00:00+08:00').getTime();
const at = (minutes: number) => vi.setSystemTime(NOON + minutes * 60_000);
let stall: StallFixture;
beforeEach(async () => {
  vi.useFakeTimers({ toFake: ['Date'], now: NOON });
  stall = await openStall();
});
afterEach(() => void vi.useRealTimers());

const asSeller = (query: Parameters<typeof ask>[0], fields: Record<string, unknown> = {}) =>
  ask(query, { sessionKey: stall.sessionKey, ...fields });
const fetchAll = async (count: number) => {
  for (let i = 0; i < count; i += 1) await asSeller('fetch');
};
const numbers = async () => {
  const { notedList, unnotedList } = (await asSeller('note')).orderList as Record<
    string,
    { marchSn: number }[]
  >;
  return [...(notedList ?? []), ...(unnotedList ?? [])]
    .map(({ marchSn }) => marchSn)
    .toSorted((a, b) => a - b);
};

describe('clear', () => {
  beforeEach(async () => {
    await fetchAll(5);
    const sessionKey = await eater();
    for (const marchSn of [1, 2])
      await ask('push', { sessionKey, sellerId: stall.sellerId, marchSn, noteContent: '面' });
    for (const marchSn of [2, 3, 4]) await asSeller('call', { marchSn });
    await asSeller('miss', { marchSn: 4 });
  });

  it.each([
    ['unnoted', 3, [1, 2]],
    ['called', 3, [1, 5]],
    ['all', 5, []],
  ])('ends what it is told: %s', async (what, cleared, left) => {
    expect(await asSeller('clear', { what })).toEqual({ clearSuccess: 'success', cleared });
    expect(await numbers()).toEqual(left);
  });

  it('knows no other', async () => {
    expect(await asSeller('clear', { what: 'everything' })).toMatchObject({ field: 'what' });
  });
});

describe('a number that nobody ended', () => {
  it('is given out again a quarter of an hour after its call, the longest ago first, when there is no other', async () => {
    await fetchAll(99);
    for (const [minute, marchSn] of [
      [0, 50],
      [1, 7],
      [2, 8],
    ] as const) {
      at(minute);
      await asSeller('call', { marchSn });
    }
    at(10);
    await asSeller('miss', { marchSn: 50 });
    at(15);
    expect(await asSeller('fetch')).toMatchObject({ failMsg: 'No Sn Valid' });
    at(17);

    expect(await asSeller('fetch')).toMatchObject({ marchSn: 7 });
    expect(await asSeller('fetch')).toMatchObject({ marchSn: 8 });
    expect(await asSeller('fetch')).toMatchObject({ failMsg: 'No Sn Valid' });
    at(25);
    expect(await asSeller('fetch')).toMatchObject({ marchSn: 50 });
  });

  it('is given to one of many who fetch at once', async () => {
    await fetchAll(99);
    for (const marchSn of [3, 4]) await asSeller('call', { marchSn });
    at(16);
    const answers = await Promise.all(Array.from({ length: 10 }, () => asSeller('fetch')));

    expect(answers.flatMap(({ marchSn }) => marchSn ?? []).toSorted()).toEqual([3, 4]);
  });
});

describe('a ticket’s life', () => {
  it('ends with its business day, and a morning begins with an empty queue', async () => {
    vi.setSystemTime(new Date('2026-11-20T08:00:00+08:00'));
    stall.sessionKey = await logIn('yes', stall.openid);
    await fetchAll(2);
    vi.setSystemTime(new Date('2026-11-20T23:59:59+08:00'));
    stall.sessionKey = await logIn('yes', stall.openid);
    expect(await numbers()).toEqual([1, 2]);
    vi.setSystemTime(new Date('2026-11-21T00:00:00+08:00'));

    expect(await numbers()).toEqual([]);
    expect(await asSeller('fetch')).toMatchObject({ marchSn: 1 });
  });

  it('is three hours at least: a night’s last meals are not lost', async () => {
    vi.setSystemTime(new Date('2026-11-20T22:30:00+08:00'));
    stall.sessionKey = await logIn('yes', stall.openid);
    await fetchAll(1);
    vi.setSystemTime(new Date('2026-11-21T01:29:59+08:00'));
    stall.sessionKey = await logIn('yes', stall.openid);
    expect(await numbers()).toEqual([1]);
    vi.setSystemTime(new Date('2026-11-21T01:30:00+08:00'));

    expect(await numbers()).toEqual([]);
  });
});

describe('a ticket’s history', () => {
  it('says what was done, when and by whom, for a day after the end', async () => {
    const { sellerId } = stall;
    const sessionKey = await eater();
    await fetchAll(1);
    await ask('push', { sessionKey, sellerId, marchSn: 1, noteContent: '面' });
    at(1);
    await asSeller('next', { counter: '2', requestId: 'press' });
    at(2);
    await asSeller('done', { isseller: 'yes', marchSn: 1 });
    await asSeller('undo');
    await ask('done', { sessionKey, sellerId, marchSn: 1 });
    const when = (minute: number) => NOON + minute * 60_000;
    const history = [
      { what: 'fetch', at: when(0), by: 'owner' },
      { what: 'push', at: when(0), by: 'eater' },
      { what: 'call', at: when(1), by: 'owner', counter: '2', requestId: 'press' },
      { what: 'done', at: when(2), by: 'owner' },
      { what: 'undo', at: when(2), by: 'owner', of: 'done', ofAt: when(2) },
      { what: 'done', at: when(2), by: 'eater' },
    ];

    expect(await listHistory(sellerId)).toMatchObject([{ marchSn: 1, noteContent: '面', history }]);
    at(2 + 24 * 60);
    expect(await listHistory(sellerId)).toEqual([]);
  });

  it('outlives the number, which another gets', async () => {
    const { sellerId } = stall;
    await fetchAll(99);
    await asSeller('done', { isseller: 'yes', marchSn: 1 });
    const again = await recordOf({ sellerId, marchSn: 1 }, () => asSeller('fetch'));
    await deliver(again, again);

    const both = (await listHistory(sellerId)).filter(({ marchSn }) => marchSn === 1);
    expect(both.map(({ history = [] }) => history.map(({ what }) => what))).toEqual([
      ['fetch', 'done'],
      ['fetch'],
    ]);
  });

  it('has no more than sixteen lines, of which the last is what happened last', async () => {
    await fetchAll(1);
    for (let i = 0; i < 20; i += 1) await asSeller('call', { marchSn: 1 });
    at(1);
    await asSeller('done', { isseller: 'yes', marchSn: 1 });
    const [{ history = [], callCount } = {}] = await listHistory(stall.sellerId);

    expect([history.length, history.at(-1)?.what, callCount]).toEqual([16, 'done', 20]);
    expect(await asSeller('undo')).toMatchObject({ marchSn: 1, undone: 'done' });
    expect(await numbers()).toEqual([1]);
  });
});
