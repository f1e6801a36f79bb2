import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { ask, eater, logIn, openCanteen, openStall, type StallFixture, WHICH } from '../support/canteen.ts';
import { openSockets, TestSocket } from '../support/sockets.ts';
import { deliver, recordOf } from '../support/stream.ts';

openCanteen();
openSockets();

const NOON = new Date('2026-11-20T12:00:00+08:00').getTime();
const at = (seconds: number) => vi.setSystemTime(NOON + seconds * 1_000);
let stall: StallFixture;
let eaterKey: string;
beforeEach(async () => {
  vi.useFakeTimers({ toFake: ['Date'], now: NOON });
  [stall, eaterKey] = [await openStall(), await eater()];
});
afterEach(() => void vi.useRealTimers());

type Fields = Record<string, unknown>;
const asSeller = (query: Parameters<typeof ask>[0], fields: Fields = {}) =>
  ask(query, { sessionKey: stall.sessionKey, ...fields });
const asEater = (query: Parameters<typeof ask>[0], fields: Fields) =>
  ask(query, { sessionKey: eaterKey, sellerId: stall.sellerId, ...fields });
const fetchAll = async (count: number) => {
  for (let i = 0; i < count; i += 1) await asSeller('fetch');
};
const done = (marchSn: number) => asSeller('done', { isseller: 'yes', marchSn });
const queue = async () => {
  const { waiting, called, missed } = await asEater('queue', {});
  return { waiting, called, ...(missed !== undefined && { missed }) };
};
const NOTHING = { failMsg: 'Null List Error' };

describe('next', () => {
  it('calls whoever waits longest, and says what they ordered', async () => {
    await fetchAll(3);
    await asEater('push', { marchSn: 1, noteContent: '面' });
    await asSeller('call', { marchSn: 2 });

    expect(await asSeller('next', { counter: '2' })).toEqual({
      nextSuccess: 'success',
      marchSn: 1,
      ...WHICH,
      noteContent: '面',
    });
    expect(await asSeller('next')).toMatchObject({ marchSn: 3, noteContent: null });
    expect(await asSeller('next')).toEqual({ nextSuccess: 'fail', ...NOTHING });
    expect(await asEater('hungry', { marchSn: 1 })).toMatchObject({ hungrySuccess: 'success', counter: '2' });
  });

  it('of six clerks at once calls six', async () => {
    await fetchAll(7);
    const answers = await Promise.all(Array.from({ length: 6 }, () => asSeller('next')));

    expect(answers.map(({ marchSn }) => marchSn).toSorted()).toEqual([1, 2, 3, 4, 5, 6]);
    expect(await queue()).toMatchObject({ waiting: [7] });
  });

  it('of one requestId calls one, however often it comes', async () => {
    await fetchAll(3);
    const next = () => asSeller('next', { requestId: 'press' });
    const answers = await Promise.all([next(), next(), next()]);

    expect(new Set(answers.map(({ marchSn }) => marchSn))).toEqual(new Set([1]));
    await done(1);
    expect(await next()).toMatchObject({ marchSn: 1 });
    expect(await queue()).toEqual({ waiting: [2, 3], called: [] });
  });

  it('takes the stall’s id, if it is the own one', async () => {
    await fetchAll(1);

    expect(await asSeller('next', { sellerId: 4_711 })).toMatchObject({ failMsg: 'Not Your Order Error' });
    expect(await asSeller('next', { sellerId: stall.sellerId })).toMatchObject({ marchSn: 1 });
    expect(await ask('next', { sessionKey: eaterKey })).toMatchObject({ failMsg: 'Seller Openid Error' });
  });
});

describe('call', () => {
  it('names a counter to whoever asks, watches or looks at the queue', async () => {
    await fetchAll(1);
    const which = { sellerId: stall.sellerId, marchSn: 1 };
    const [eye, hall] = [
      await new TestSocket().open({ sessionKey: eaterKey }),
      await new TestSocket().open({ sessionKey: stall.sessionKey }),
    ];
    await eye.say({ query: 'watch', ...which });
    await hall.say({ query: 'watch', sellerId: stall.sellerId });
    await deliver(await recordOf(which, () => asSeller('call', { marchSn: 1, counter: '左边窗口' })));

    expect(eye.received()).toEqual([{ push: 'call', ...which, ...WHICH, callCount: 1, counter: '左边窗口' }]);
    expect(hall.received()).toMatchObject([{ newest: { marchSn: 1, callCount: 1, counter: '左边窗口' } }]);
    expect(await asEater('hungry', { marchSn: 1 })).toMatchObject({ counter: '左边窗口' });
    expect(await asSeller('call', { marchSn: 1, counter: 'x'.repeat(21) })).toMatchObject({
      field: 'counter',
    });
  });
});

describe('miss', () => {
  it('takes a called number off the list; the eater hears of it, and a call brings it back', async () => {
    await fetchAll(2);
    await asSeller('call', { marchSn: 1 });

    expect(await asSeller('miss', { marchSn: 1 })).toEqual({ missSuccess: 'success' });
    expect(await asSeller('miss', { marchSn: 1 })).toEqual({ missSuccess: 'success' });
    expect(await queue()).toEqual({ waiting: [2], called: [], missed: [1] });
    expect(await asEater('hungry', { marchSn: 1 })).toMatchObject({ hungrySuccess: 'success', missed: true });
    await asSeller('call', { marchSn: 1 });
    expect(await queue()).toEqual({ waiting: [2], called: [1] });
    expect(await asEater('hungry', { marchSn: 1 })).toEqual({ hungrySuccess: 'success', ...WHICH });
  });

  it('is for called numbers', async () => {
    await fetchAll(1);

    expect(await asSeller('miss', { marchSn: 1 })).toMatchObject({ failMsg: 'Not Ready Yet' });
    expect(await asSeller('miss', { marchSn: 2 })).toMatchObject({ failMsg: 'Invalid Sn Error' });
  });

  it('happens by itself where the stall wants it, when somebody looks', async () => {
    await asSeller('settings', { missAfter: 10 });
    await fetchAll(1);
    await asSeller('call', { marchSn: 1 });
    at(599);
    expect(await queue()).toEqual({ waiting: [], called: [1] });
    at(600);

    expect(await queue()).toEqual({ waiting: [], called: [], missed: [1] });
    expect(await asEater('hungry', { marchSn: 1 })).toMatchObject({ hungrySuccess: 'success', missed: true });
    await asSeller('call', { marchSn: 1 });
    expect(await queue()).toEqual({ waiting: [], called: [1] });
  });
});

describe('undo', () => {
  it('takes back what was done last, one thing after another', async () => {
    await fetchAll(3);
    await asSeller('call', { marchSn: 1, counter: '1' });
    at(1);
    await asSeller('call', { marchSn: 2 });
    at(2);
    await asSeller('miss', { marchSn: 1 });
    at(3);
    await done(2);

    expect(await asSeller('undo')).toEqual({ undoSuccess: 'success', marchSn: 2, undone: 'done' });
    expect(await queue()).toEqual({ waiting: [3], called: [2], missed: [1] });
    expect(await asSeller('undo')).toMatchObject({ marchSn: 1, undone: 'miss' });
    expect(await asSeller('undo')).toMatchObject({ marchSn: 2, undone: 'call' });
    expect(await queue()).toEqual({ waiting: [2, 3], called: [1] });
    expect(await asSeller('undo')).toMatchObject({ marchSn: 1, undone: 'call' });
    expect(await queue()).toEqual({ waiting: [1, 2, 3], called: [] });
    expect(await asEater('hungry', { marchSn: 1 })).toMatchObject({ failMsg: 'Not Ready Yet' });
    expect(await asSeller('undo')).toEqual({ undoSuccess: 'fail', ...NOTHING });
  });

  it('of a number takes back what was done to it', async () => {
    await fetchAll(2);
    await asSeller('call', { marchSn: 1 });
    at(1);
    await asSeller('call', { marchSn: 2 });

    expect(await asSeller('undo', { marchSn: 3 })).toMatchObject(NOTHING);
    expect(await asSeller('undo', { marchSn: 1 })).toEqual({
      undoSuccess: 'success',
      marchSn: 1,
      undone: 'call',
    });
    expect(await asSeller('undo', { marchSn: 1 })).toMatchObject(NOTHING);
    expect(await queue()).toEqual({ waiting: [1], called: [2] });
  });

  it('of a recall leaves the number called as before, counter and all', async () => {
    await fetchAll(2);
    await asSeller('call', { marchSn: 1, counter: '1' });
    at(1);
    await asSeller('call', { marchSn: 2 });
    at(2);
    await asSeller('call', { marchSn: 1, counter: '2' });
    expect(await queue()).toMatchObject({ called: [2, 1] });

    expect(await asSeller('undo')).toMatchObject({ marchSn: 1, undone: 'call' });
    expect(await queue()).toMatchObject({ called: [1, 2] });
    expect(await asEater('hungry', { marchSn: 1 })).toMatchObject({ counter: '1' });
  });

  it('gives the order back to its eater, note and all', async () => {
    await fetchAll(1);
    await asEater('push', { marchSn: 1, noteContent: '面' });
    await done(1);
    expect(await asEater('menu', {})).toMatchObject({ takenFlag: 'fail' });
    expect(await asEater('hungry', { marchSn: 1 })).toMatchObject({ failMsg: 'Invalid Sn Error' });

    expect(await asSeller('undo')).toMatchObject({ marchSn: 1, undone: 'done' });
    expect(await asSeller('note', { marchSn: 1 })).toMatchObject({ noteContent: '面' });
    expect(await asEater('menu', {})).toMatchObject({ takenFlag: 'success', takenMarchSn: 1 });
    expect(await asEater('unnote', { marchSn: 1 })).toEqual({ unnoteSuccess: 'success' });
  });

  it('knows nothing of what was done more than five minutes ago', async () => {
    await fetchAll(1);
    await asSeller('call', { marchSn: 1 });
    at(301);

    expect(await asSeller('undo')).toMatchObject(NOTHING);
    expect(await asSeller('undo', { marchSn: 1 })).toMatchObject(NOTHING);
  });

  it('of a clear brings every number back that is still free', async () => {
    await fetchAll(98);
    await asEater('push', { marchSn: 5, noteContent: '面' });
    await asSeller('clear');
    await fetchAll(3);
    const back = [2, 3, 4, ...Array.from({ length: 93 }, (_, i) => i + 6)].filter((sn) => sn > 2);

    // 99, 1 and 2 have been handed out again.
    expect(await queue()).toEqual({ waiting: [5, 99, 1, 2], called: [] });
    expect(await asSeller('undo')).toEqual({ undoSuccess: 'success', marchSn: 3, undone: 'clear', back });
    expect((await queue()).waiting).toHaveLength(99);
  });

  it('of a done whose number was given out again takes nothing back, nor anything else instead', async () => {
    const { sellerId } = stall;
    await fetchAll(99);
    await asSeller('call', { marchSn: 2 });
    at(1);
    await done(1);
    await deliver(await recordOf({ sellerId, marchSn: 1 }, () => asSeller('fetch')));

    expect(await asSeller('undo', { marchSn: 1 })).toMatchObject(NOTHING);
    expect(await asSeller('undo')).toMatchObject(NOTHING);
    expect(await queue()).toMatchObject({ called: [2] });
    expect(await asSeller('undo', { marchSn: 2 })).toMatchObject({ marchSn: 2, undone: 'call' });
  });

  it('of one requestId takes one thing back, and two clerks at once take back the same', async () => {
    await fetchAll(3);
    for (const marchSn of [1, 2, 3]) {
      at(marchSn);
      await asSeller('call', { marchSn });
    }
    const undo = () => asSeller('undo', { requestId: 'press' });

    expect(await undo()).toMatchObject({ marchSn: 3 });
    expect(await undo()).toMatchObject({ marchSn: 3 });
    expect(await Promise.all([asSeller('undo'), asSeller('undo')])).toEqual(
      Array(2).fill({ undoSuccess: 'success', marchSn: 2, undone: 'call' }),
    );
    expect(await queue()).toEqual({ waiting: [2, 3], called: [1] });
  });

  it('goes on past midnight, and the ticket with it', async () => {
    vi.setSystemTime(new Date('2026-11-20T23:58:00+08:00'));
    stall.sessionKey = await logIn('yes', stall.openid);
    await fetchAll(1);
    vi.setSystemTime(new Date('2026-11-21T02:57:00+08:00'));
    stall.sessionKey = await logIn('yes', stall.openid);
    eaterKey = await eater();
    await done(1);
    vi.setSystemTime(new Date('2026-11-21T02:59:00+08:00'));

    expect(await asSeller('undo')).toMatchObject({ marchSn: 1, undone: 'done' });
    expect(await queue()).toEqual({ waiting: [1], called: [] });
  });

  it('is seen by whoever watches: a call that was none', async () => {
    await fetchAll(1);
    const which = { sellerId: stall.sellerId, marchSn: 1 };
    const socket = await new TestSocket().open({ sessionKey: eaterKey });
    await socket.say({ query: 'watch', ...which });
    await deliver(await recordOf(which, () => asSeller('call', { marchSn: 1 })));
    await deliver(await recordOf(which, () => asSeller('miss', { marchSn: 1 })));
    await deliver(await recordOf(which, () => asSeller('undo')));
    await deliver(await recordOf(which, () => asSeller('undo')));
    await deliver(await recordOf(which, () => asSeller('call', { marchSn: 1 })));

    expect(socket.received()).toMatchObject([
      { push: 'call', ...which, callCount: 1 },
      { push: 'miss', ...which, ...WHICH },
      { push: 'undo', ...which, ...WHICH },
      { push: 'call', ...which, callCount: 2 },
    ]);
  });
});

describe('the day’s figures', () => {
  it('count what was taken back no more, and what happened again once', async () => {
    const which = { sellerId: stall.sellerId, marchSn: 1 };
    const of = (act: () => Promise<unknown>) => recordOf(which, act);
    const records = [
      await of(() => asSeller('fetch')),
      await of(() => asEater('push', { marchSn: 1, noteContent: '面' })),
    ];
    at(60);
    records.push(await of(() => asSeller('call', { marchSn: 1 })));
    records.push(await of(() => done(1)), await of(() => asSeller('undo')), await of(() => asSeller('undo')));
    await deliver(...records);
    const { fetched, noted, called, done: ended, averageWaitSeconds } = await asSeller('stats');
    expect([fetched, noted, called, ended, averageWaitSeconds]).toEqual([1, 1, 0, 0, null]);

    at(90);
    await deliver(await of(() => asSeller('next')), await of(() => done(1)));
    await deliver(...records);
    expect(await asSeller('stats')).toMatchObject({
      fetched: 1,
      noted: 1,
      called: 1,
      done: 1,
      averageWaitSeconds: 90,
    });
  });
});
