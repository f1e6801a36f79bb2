import { afterEach, describe, expect, it, vi } from 'vitest';
import { ask, logIn, openCanteen, openStall, type StallFixture, send, WHICH } from '../support/canteen.ts';

openCanteen();
afterEach(() => void vi.useRealTimers());

const fetchOne = async ({ sessionKey }: StallFixture) =>
  (await ask('fetch', { sessionKey })).marchSn as number;

describe('fetch Q05', () => {
  it('Q05R00 hands out 1, 2, 3 in order', async () => {
    const { sessionKey } = await openStall();

    expect((await send('fetch', { sessionKey })).raw).toMatch(
      /^{"fetchSuccess":"success","marchSn":1,"ticketId":"[0-9a-f-]{13}"}$/,
    );
    expect(await ask('fetch', { sessionKey })).toEqual({ fetchSuccess: 'success', marchSn: 2, ...WHICH });
    expect(await ask('fetch', { sessionKey })).toEqual({ fetchSuccess: 'success', marchSn: 3, ...WHICH });
  });

  it('counts for each stall by itself', async () => {
    const [one, other] = [await openStall(), await openStall()];

    expect([await fetchOne(one), await fetchOne(one), await fetchOne(other)]).toEqual([1, 2, 1]);
  });

  it('goes round after 99 and skips numbers in use', async () => {
    const stall = await openStall();
    const { sessionKey, sellerId } = stall;
    const numbers = [];
    for (let i = 0; i < 99; i += 1) numbers.push(await fetchOne(stall));
    for (const marchSn of [3, 4, 50]) await ask('done', { sessionKey, sellerId, marchSn, isseller: 'yes' });

    expect(numbers).toEqual(Array.from({ length: 99 }, (_, i) => i + 1));
    expect([await fetchOne(stall), await fetchOne(stall), await fetchOne(stall)]).toEqual([3, 4, 50]);
  });

  it('Q05R01 says No Sn Valid when all 99 are in use, and goes on when one is free', async () => {
    const stall = await openStall();
    for (let i = 0; i < 99; i += 1) await fetchOne(stall);
    const { sessionKey, sellerId } = stall;

    expect(await ask('fetch', { sessionKey })).toEqual({ fetchSuccess: 'fail', failMsg: 'No Sn Valid' });
    await ask('done', { sessionKey, sellerId, marchSn: 77, isseller: 'yes' });
    expect(await ask('fetch', { sessionKey })).toEqual({ fetchSuccess: 'success', marchSn: 77, ...WHICH });
  });

  it('Q05R01 says Out Of Duty Error without balance, and takes no number', async () => {
    const stall = await openStall();
    vi.useFakeTimers({ toFake: ['Date'], now: Date.now() + 40 * 86_400_000 });
    const sessionKey = await logIn('yes', stall.openid);

    expect(await ask('fetch', { sessionKey })).toEqual({
      fetchSuccess: 'fail',
      failMsg: 'Out Of Duty Error',
    });
    expect(await ask('note', { sessionKey })).toMatchObject({
      orderList: { notedList: [], unnotedList: [] },
    });
  });

  it('answers a repeated requestId with the same number, also after a new login', async () => {
    const stall = await openStall();
    const { sessionKey, openid } = stall;
    const request = { requestId: 'one-press-of-the-button' };

    expect(await ask('fetch', { sessionKey, ...request })).toEqual({
      fetchSuccess: 'success',
      marchSn: 1,
      ...WHICH,
    });
    expect(await ask('fetch', { sessionKey, ...request })).toEqual({
      fetchSuccess: 'success',
      marchSn: 1,
      ...WHICH,
    });
    const later = await logIn('yes', openid);
    expect(await ask('fetch', { sessionKey: later, ...request })).toEqual({
      fetchSuccess: 'success',
      marchSn: 1,
      ...WHICH,
    });
    expect(await fetchOne(stall)).toBe(2);
  });

  it('keeps the requestIds of two stalls apart', async () => {
    const [one, other] = [await openStall(), await openStall()];
    await fetchOne(other);
    const request = { requestId: '1' };

    expect(await ask('fetch', { sessionKey: one.sessionKey, ...request })).toMatchObject({ marchSn: 1 });
    expect(await ask('fetch', { sessionKey: other.sessionKey, ...request })).toMatchObject({ marchSn: 2 });
  });

  it('starts each day at 1, in the stall’s own time zone', async () => {
    vi.useFakeTimers({ toFake: ['Date'], now: new Date('2026-11-20T23:59:00+08:00') });
    const stall = await openStall();

    expect([await fetchOne(stall), await fetchOne(stall)]).toEqual([1, 2]);
    vi.setSystemTime(new Date('2026-11-21T00:01:00+08:00'));
    // 1 and 2 of the day before are still open.
    expect(await fetchOne(stall)).toBe(3);
    await ask('clear', { sessionKey: stall.sessionKey });
    expect(await fetchOne(stall)).toBe(2);
  });

  it('hands a number out again once its ticket’s time is over, deleted or not', async () => {
    const start = new Date('2026-11-20T08:00:00+08:00').getTime();
    vi.useFakeTimers({ toFake: ['Date'], now: start });
    const stall = await openStall();
    await fetchOne(stall);
    vi.setSystemTime(start + 86_401_000);
    const sessionKey = await logIn('yes', stall.openid);

    expect(await ask('note', { sessionKey })).toMatchObject({ orderList: { unnotedList: [] } });
    expect(await ask('fetch', { sessionKey })).toEqual({ fetchSuccess: 'success', marchSn: 1, ...WHICH });
  });
});
