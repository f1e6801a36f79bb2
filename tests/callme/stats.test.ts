import { marshall } from '@aws-sdk/util-dynamodb';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { dayKey, sellerKey, ticketKey } from '../../lib/callme/keys.ts';
import { type Item, readOne, type Write, write } from '../../lib/store/store.ts';
import { ask, logIn, openCanteen, openStall, type StallFixture, send } from '../support/canteen.ts';
import { openSockets } from '../support/sockets.ts';
import { deliver, recordOf } from '../support/stream.ts';

openCanteen();
openSockets();

const MIDNIGHT = new Date('2026-11-20T00:00:00+08:00').getTime();
const HOUR = 3_600_000;
const MINUTE = 60_000;
const at = (hour: number, minute = 0) => vi.setSystemTime(MIDNIGHT + hour * HOUR + minute * MINUTE);
let stall: StallFixture;

beforeEach(async () => {
  vi.useFakeTimers({ toFake: ['Date'], now: MIDNIGHT });
  stall = await openStall();
});
afterEach(() => void vi.useRealTimers());

const logInAgain = async () => {
  stall.sessionKey = await logIn('yes', stall.openid);
};
const happens = async (marchSn: number, act: () => Promise<unknown>) =>
  deliver(await recordOf({ sellerId: stall.sellerId, marchSn }, act));
const fetchOne = (marchSn: number) => happens(marchSn, () => ask('fetch', { sessionKey: stall.sessionKey }));
const call = (marchSn: number) =>
  happens(marchSn, () => ask('call', { sessionKey: stall.sessionKey, marchSn }));
/** Changes a ticket as the queries do that put it aside, take a call back, or let an eater take one. */
const change = (marchSn: number, changed: Pick<Extract<Write, { update: unknown }>, 'set' | 'remove'>) =>
  happens(marchSn, () => write({ update: ticketKey(stall.sellerId, marchSn), ...changed }));
const stats = (more = {}) => ask('stats', { sessionKey: stall.sessionKey, ...more });

describe('stats by hour', () => {
  it('runs from the first hour in which anything happened to the last, in the time of the stall', async () => {
    at(10, 50);
    await logInAgain();
    await fetchOne(1);
    await fetchOne(2);
    at(11, 5);
    await call(1);
    at(13, 0);
    await logInAgain();
    await fetchOne(3);
    await call(2);
    await call(3);

    expect(await stats()).toMatchObject({
      fetched: 3,
      called: 3,
      averageWaitSeconds: 2_900,
      byHour: [
        { hour: 10, fetched: 2, called: 0, averageWaitSeconds: null },
        { hour: 11, fetched: 0, called: 1, averageWaitSeconds: 900 },
        { hour: 12, fetched: 0, called: 0, averageWaitSeconds: null },
        { hour: 13, fetched: 1, called: 2, averageWaitSeconds: 3_900 },
      ],
    });
  });

  it('has a day of its own in another time zone', async () => {
    await write({ update: sellerKey(stall.sellerId), set: { timeZone: 'Asia/Kathmandu' } });
    await logInAgain();
    await fetchOne(1);

    // Midnight in China is a quarter to ten of the evening before in Nepal.
    expect(await stats({ day: '2026-11-19' })).toMatchObject({ byHour: [{ hour: 21, fetched: 1 }] });
  });

  it('counts what happens after midnight in the last hour of the day', async () => {
    at(23, 50);
    await logInAgain();
    await fetchOne(1);
    at(24, 10);
    await call(1);

    expect(await stats({ day: '2026-11-20' })).toMatchObject({
      called: 1,
      byHour: [{ hour: 23, fetched: 1, called: 1, averageWaitSeconds: 1_200 }],
    });
    expect(await stats()).toMatchObject({ called: 0, byHour: [] });
  });
});

describe('stats counts', () => {
  beforeEach(() => {
    at(12);
    return logInAgain();
  });

  it('the numbers that an eater took', async () => {
    await fetchOne(1);
    const taken = (await readOne(ticketKey(stall.sellerId, 1))) as Item;
    const other = { ...taken, marchSn: 2, fetchId: 'other', selfTaken: true };
    await happens(2, () => write({ put: ticketKey(stall.sellerId, 2), item: other }));

    expect(await stats()).toMatchObject({ fetched: 2, selfTaken: 1 });
  });

  it('a missed number until it is called again', async () => {
    for (const marchSn of [1, 2]) {
      await fetchOne(marchSn);
      await call(marchSn);
      await change(marchSn, { set: { missedAt: Date.now() } });
    }
    expect(await stats()).toMatchObject({ called: 2, missed: 2 });

    await change(2, { set: { callCount: 2 }, remove: ['missedAt'] });
    expect(await stats()).toMatchObject({ called: 2, missed: 1 });
  });

  it('no call that was taken back', async () => {
    await fetchOne(1);
    await fetchOne(2);
    at(12, 5);
    await call(1);
    await call(2);
    await change(2, { remove: ['calledAt'] });

    const { medianWaitSeconds, ...more } = await stats();
    expect(more).toMatchObject({
      called: 1,
      averageWaitSeconds: 300,
      byHour: [{ hour: 12, fetched: 2, called: 1, averageWaitSeconds: 300 }],
    });
    expect(medianWaitSeconds).toBeGreaterThan(270);
    expect(medianWaitSeconds).toBeLessThan(330);
  });
});

describe('stats of a span', () => {
  const lunchOn = async (day: number, waitMinutes: number) => {
    at(24 * day + 12);
    await logInAgain();
    await fetchOne(1);
    at(24 * day + 12, waitMinutes);
    await call(1);
    await ask('done', { sessionKey: stall.sessionKey, isseller: 'yes', marchSn: 1 });
  };
  const figuresOf = ({ days }: Record<string, unknown>) =>
    (days as Record<string, unknown>[]).map(({ day, fetched, averageWaitSeconds }) => [
      day,
      fetched,
      averageWaitSeconds,
    ]);

  it('has a row for each day, and all days together', async () => {
    await lunchOn(0, 2);
    await lunchOn(2, 6);
    await lunchOn(3, 4);
    const span = await stats({ from: '2026-11-20', to: '2026-11-22' });

    expect(figuresOf(span)).toEqual([
      ['2026-11-20', 1, 120],
      ['2026-11-21', 0, null],
      ['2026-11-22', 1, 360],
    ]);
    expect(span).toMatchObject({
      statsSuccess: 'success',
      fetched: 2,
      called: 2,
      averageWaitSeconds: 240,
      byHour: [{ hour: 12, fetched: 2, called: 2, averageWaitSeconds: 240 }],
    });
    const { byHour, statsSuccess, ...one } = await stats({ day: '2026-11-22' });
    expect((span.days as unknown[])[2]).toEqual({ day: '2026-11-22', ...one });
  });

  it('goes until today unless it is said until when, and may be one day', async () => {
    await lunchOn(1, 2);

    expect(figuresOf(await stats({ from: '2026-11-20' }))).toEqual([
      ['2026-11-20', 0, null],
      ['2026-11-21', 1, 120],
    ]);
    expect(figuresOf(await stats({ from: '2026-11-21', to: '2026-11-21' }))).toEqual([
      ['2026-11-21', 1, 120],
    ]);
  });

  it('has 62 days at most, over the turn of a year too', async () => {
    const { days } = await stats({ from: '2026-12-01', to: '2027-01-31' });

    expect(days).toHaveLength(62);
    expect((days as { day: string }[]).at(31)?.day).toBe('2027-01-01');
  });

  it.each([
    ['2026-12-01', '2027-02-01'],
    ['0001-01-01', '9999-12-31'],
    ['2026-11-21', '2026-11-20'],
    ['2026-11-21', undefined],
  ])('from %s to %s is none', async (from, to) => {
    expect(await send('stats', { sessionKey: stall.sessionKey, from, to })).toMatchObject({
      status: 200,
      body: { statsSuccess: 'fail', failMsg: 'Invalid Span Error', mostDays: 62 },
    });
  });

  it.each([
    [{ to: '2026-11-20' }, 'from'],
    [{ from: '2026-02-30', to: '2026-11-20' }, 'from'],
    [{ from: '2026-11-20', to: 'today' }, 'to'],
    [{ from: '2026-11-20', day: '2026-11-20' }, 'day'],
  ])('%j names the field that is wrong', async (fields, field) => {
    expect(await stats(fields)).toEqual({ statsSuccess: 'fail', failMsg: 'Invalid Param Error', field });
  });
});

it('the item of the busiest day is less than 1 KB', async () => {
  at(12);
  await logInAgain();
  await fetchOne(1);
  await call(1);
  const names = ['fetched', 'noted', 'called', 'recalled', 'done', 'missed', 'selfTaken'];
  const counts = [
    ...[...names, 'messagesSent', 'messagesRefused'].map((name) => [name, 9_999]),
    ...Array.from({ length: 24 }, (_, hour) => [
      [`f${hour}`, 999],
      [`c${hour}`, 999],
      [`w${hour}`, 99_999_999],
    ]).flat(),
    ...Array.from({ length: 64 }, (_, interval) => [`b${interval}`, 999]),
  ];
  const key = dayKey(stall.sellerId, '2026-11-20');
  await write({ update: key, set: { ...Object.fromEntries(counts), counted: '9'.repeat(40) } });

  const item = (await readOne(key)) as Item;
  expect(sizeOf(item)).toBeLessThan(1_024);
});

/** A DynamoDB item's size: names, texts in UTF-8, and a byte for two digits of a number and one more. */
const sizeOf = (item: Item): number =>
  Object.entries(marshall(item)).reduce((sum, [name, value]) => {
    const [type, text] = Object.entries(value)[0] as [string, string];
    return sum + name.length + (type === 'N' ? Math.ceil(text.length / 2) + 1 : Buffer.byteLength(text));
  }, 0);
