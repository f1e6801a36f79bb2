import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { ask, eater, logIn, openCanteen, openStall, type StallFixture, WHICH } from '../support/canteen.ts';
import { openSockets } from '../support/sockets.ts';
import { deliver, recordOf } from '../support/stream.ts';

openCanteen();
openSockets();

const NOON = new Date('2026-11-20T12:00:00+08:00').getTime();
const at = (seconds: number) => vi.setSystemTime(NOON + seconds * 1000);
let stall: StallFixture;
let eaterKey: string;

beforeEach(async () => {
  vi.useFakeTimers({ toFake: ['Date'], now: NOON });
  stall = await openStall();
  eaterKey = await eater();
});
afterEach(() => void vi.useRealTimers());

const fetchOne = (marchSn: number) =>
  recordOf({ sellerId: stall.sellerId, marchSn }, () => ask('fetch', { sessionKey: stall.sessionKey }));
const push = (marchSn: number) =>
  recordOf({ sellerId: stall.sellerId, marchSn }, () =>
    ask('push', { sessionKey: eaterKey, sellerId: stall.sellerId, marchSn, noteContent: 'x' }),
  );
const call = (marchSn: number) =>
  recordOf({ sellerId: stall.sellerId, marchSn }, () =>
    ask('call', { sessionKey: stall.sessionKey, marchSn }),
  );
const done = (marchSn: number) =>
  recordOf({ sellerId: stall.sellerId, marchSn }, () =>
    ask('done', { sessionKey: stall.sessionKey, sellerId: stall.sellerId, marchSn, isseller: 'yes' }),
  );
const stats = (more = {}) => ask('stats', { sessionKey: stall.sessionKey, ...more });
const queue = (more = {}) => ask('queue', { sessionKey: eaterKey, sellerId: stall.sellerId, ...more });

/** 1 waits 60 s and is collected, 2 waits 120 s, 3 and 4 wait on, 5 is cleared. */
const lunch = async () => {
  const records = [await fetchOne(1), await fetchOne(2), await push(2), await fetchOne(3), await push(3)];
  at(60);
  records.push(await call(1), await fetchOne(4), await fetchOne(5));
  at(120);
  records.push(await call(2), await call(2), await done(1));
  records.push(
    await recordOf({ sellerId: stall.sellerId, marchSn: 5 }, () =>
      ask('clear', { sessionKey: stall.sessionKey }),
    ),
  );
  return records;
};
const NO_MESSAGES = { messagesSent: 0, messagesRefused: 0 };
const LUNCH = {
  statsSuccess: 'success',
  fetched: 5,
  noted: 2,
  called: 2,
  done: 1,
  missed: 0,
  selfTaken: 0,
  averageWaitSeconds: 90,
  medianWaitSeconds: 60,
  p90WaitSeconds: 125,
  ...NO_MESSAGES,
  byHour: [{ hour: 12, fetched: 5, called: 2, averageWaitSeconds: 90 }],
};
const NOTHING = {
  ...LUNCH,
  fetched: 0,
  noted: 0,
  called: 0,
  done: 0,
  averageWaitSeconds: null,
  medianWaitSeconds: null,
  p90WaitSeconds: null,
  byHour: [],
};

it('stats counts a day, and a day without customers is all zeros', async () => {
  expect(await stats()).toEqual(NOTHING);
  await deliver(...(await lunch()));

  expect(await stats()).toEqual(LUNCH);
  expect(await stats({ day: '2026-11-20' })).toEqual(LUNCH);
  expect(await stats({ day: '2026-11-19' })).toMatchObject({ fetched: 0 });
  at(86_400);
  expect(await ask('stats', { sessionKey: await logIn('yes', stall.openid) })).toMatchObject({ fetched: 0 });
});

it('stats counts every change once, however the stream delivers it', async () => {
  const records = await lunch();

  await deliver(...records.slice(0, 4));
  await deliver(...records.slice(2, 8));
  await Promise.all([deliver(...records), deliver(...records), deliver(...records.slice(5))]);
  await deliver(...records);

  expect(await stats()).toEqual(LUNCH);
});

it('stats takes no expired ticket for a collected meal, and counts the one that takes its number', async () => {
  await deliver(await fetchOne(1), await push(1));
  const expired = await done(1);
  await deliver({ ...expired, userIdentity: { type: 'Service', principalId: 'dynamodb.amazonaws.com' } });
  expect(await stats()).toMatchObject({ fetched: 1, noted: 1, done: 0 });

  await deliver(await fetchOne(2), await push(2));
  at(86_401);
  stall.sessionKey = await logIn('yes', stall.openid);
  await ask('fetch', { sessionKey: stall.sessionKey });
  await deliver(await fetchOne(2));
  expect(await stats()).toMatchObject({ fetched: 1, noted: 0, done: 0 });
  expect(await stats({ day: '2026-11-20' })).toMatchObject({ fetched: 2, noted: 2, done: 0 });
});

it('stats refuses a day that is none, and anyone but a seller', async () => {
  for (const day of ['2026-13-01', 'today', '', 20261120, null]) {
    expect(await stats({ day })).toEqual({
      statsSuccess: 'fail',
      failMsg: 'Invalid Param Error',
      field: 'day',
    });
  }
  expect(await ask('stats', { sessionKey: eaterKey })).toEqual({
    statsSuccess: 'fail',
    failMsg: 'Seller Openid Error',
  });
});

it('queue tells how the queue stands, and where a number is in it', async () => {
  expect(await queue()).toEqual({
    queueSuccess: 'success',
    waiting: [],
    called: [],
    averageWaitSeconds: null,
  });
  await deliver(...(await lunch()));
  const state = { queueSuccess: 'success', waiting: [3], called: [2], averageWaitSeconds: 90 };
  const [another] = [await fetchOne(6)];
  await deliver(another);
  const now = { ...state, waiting: [3, 6] };

  expect(await queue()).toEqual(now);
  expect(await queue({ marchSn: 2 })).toEqual({ ...now, ...WHICH, ahead: 0, expectedSeconds: 0 });
  expect(await queue({ marchSn: 3 })).toEqual({ ...now, ...WHICH, ahead: 0, expectedSeconds: 0 });
  expect(await queue({ marchSn: '6' })).toEqual({ ...now, ...WHICH, ahead: 1, expectedSeconds: 90 });
  at(150);
  expect(await queue({ marchSn: 6 })).toEqual({ ...now, ...WHICH, ahead: 1, expectedSeconds: 60 });
});

it('queue knows no stall and no number that is not there', async () => {
  expect(await queue({ sellerId: 4_711 })).toEqual({ queueSuccess: 'fail', failMsg: 'Illegal Seller Error' });
  expect(await queue({ marchSn: 50 })).toEqual({ queueSuccess: 'fail', failMsg: 'Invalid Sn Error' });
  expect(await queue({ sellerId: 'x' })).toMatchObject({ failMsg: 'Invalid Param Error', field: 'sellerId' });
});
