import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import {
  ask,
  eater,
  logIn,
  openCanteen,
  openStall,
  type StallFixture,
  someone,
  WHICH,
} from '../support/canteen.ts';

openCanteen();

const NOON = new Date('2026-11-20T12:00:00+08:00').getTime();
const at = (minutes: number) => vi.setSystemTime(NOON + minutes * 60_000);
let stall: StallFixture;
let eaterKey: string;
beforeEach(async () => {
  vi.useFakeTimers({ toFake: ['Date'], now: NOON });
  [stall, eaterKey] = [await openStall(), await eater()];
});
afterEach(() => void vi.useRealTimers());

const asSeller = (query: Parameters<typeof ask>[0], fields: Record<string, unknown> = {}) =>
  ask(query, { sessionKey: stall.sessionKey, ...fields });
const take = (sessionKey = eaterKey, more: Record<string, unknown> = {}) =>
  ask('take', { sessionKey, sellerId: stall.sellerId, ...more });
const open = (more: Record<string, unknown> = {}) => asSeller('settings', { selfService: true, ...more });
const NOT_OPEN = { takeSuccess: 'fail', failMsg: 'Not Open Error' };

describe('take', () => {
  it('gives the next number, says where it stands, and gives the same again', async () => {
    await open();
    await asSeller('fetch');
    const taken = { takeSuccess: 'success', marchSn: 2, ...WHICH, ahead: 1, expectedSeconds: null };
    const first = await take();

    expect(first).toEqual(taken);
    expect(await take()).toEqual(first);
    expect(await take(await eater())).toMatchObject({ marchSn: 3, ahead: 2 });
    expect(await asSeller('fetch')).toMatchObject({ marchSn: 4 });
    expect(await ask('menu', { sessionKey: eaterKey, sellerId: stall.sellerId })).toMatchObject({
      takenFlag: 'success',
      takenMarchSn: 2,
    });
  });

  it('is for stalls that are open to it', async () => {
    expect(await take()).toEqual(NOT_OPEN);
    await open({ paused: true });
    expect(await take()).toEqual(NOT_OPEN);
    await open({
      paused: false,
      hours: [
        ['10:30', '12:00'],
        ['17:00', '19:00'],
      ],
    });
    expect(await take()).toEqual(NOT_OPEN);
    at(-1);
    expect(await take()).toMatchObject({ takeSuccess: 'success' });
    at(0);
    expect(await take()).toMatchObject({ takeSuccess: 'success' });
    expect(await take(eaterKey, { sellerId: 4_711 })).toMatchObject({ failMsg: 'Illegal Seller Error' });
  });

  it('three hundred requests at noon get no more numbers than the stall allows, each the same again', async () => {
    await open({ perTenMinutes: 20 });
    const eaters = await Promise.all(Array.from({ length: 60 }, eater));
    const everyone = eaters.flatMap((key) => Array<string>(5).fill(key));

    const answers = await Promise.all(everyone.map((key) => take(key)));
    const numbers = answers.flatMap(({ marchSn }) => (marchSn === undefined ? [] : [marchSn]));
    const { orderList } = await asSeller('note');
    expect(new Set(numbers).size).toBeLessThanOrEqual(20);
    expect((orderList as { unnotedList: unknown[] }).unnotedList).toHaveLength(new Set(numbers).size);
    const perEater = Map.groupBy(answers.entries(), ([i]) => everyone[i]);
    for (const own of perEater.values())
      expect(new Set(own.flatMap(([, { marchSn }]) => marchSn ?? [])).size).toBeLessThanOrEqual(1);
  });

  it('a hundred eaters at noon get just as many numbers as the stall allows, in order', async () => {
    await open({ perTenMinutes: 20 });
    const eaters = await Promise.all(Array.from({ length: 100 }, eater));
    const answers = await Promise.all(eaters.map((key) => take(key)));
    const numbers = answers.flatMap(({ marchSn }) => (marchSn === undefined ? [] : [marchSn as number]));

    expect(numbers.toSorted((a, b) => a - b)).toEqual(Array.from({ length: 20 }, (_, i) => i + 1));
    expect(answers.filter(({ failMsg }) => failMsg === 'Full Error')).toHaveLength(80);
    expect(await take(await eater())).toEqual({
      takeSuccess: 'fail',
      failMsg: 'Full Error',
      retryAfter: 600,
    });
    at(10);
    expect(await take(await eater())).toMatchObject({ marchSn: 21 });
  });

  it('gives two taps, or two phones, of one eater one number', async () => {
    await open();
    const openid = someone();
    const phones = [await logIn('no', openid), await logIn('no', openid)];
    const answers = await Promise.all([...phones, ...phones].map((key) => take(key)));

    expect(new Set(answers.map(({ ticketId }) => ticketId)).size).toBe(1);
  });

  it('gives another number when the first has ended, but not to the same requestId', async () => {
    await open();
    const first = await take(eaterKey, { requestId: 'tap' });
    await ask('done', { sessionKey: eaterKey, sellerId: stall.sellerId, marchSn: 1 });

    expect(await take(eaterKey, { requestId: 'tap' })).toMatchObject({
      marchSn: 1,
      ticketId: first.ticketId,
    });
    expect(await take(await eater(), { requestId: 'tap' })).toMatchObject({ marchSn: 2 });
    expect(await take(eaterKey, { requestId: 'another' })).toMatchObject({ marchSn: 3 });
  });

  it('a number that its eater took is theirs: nobody else writes on it or ends it', async () => {
    await open();
    await take();
    const other = { sessionKey: await eater(), sellerId: stall.sellerId, marchSn: 1 };

    expect(await ask('push', { ...other, noteContent: 'x' })).toMatchObject({ failMsg: 'Taken Error' });
    await asSeller('call', { marchSn: 1 });
    expect(await ask('done', other)).toMatchObject({ failMsg: 'Not Your Order Error' });
    expect(await ask('push', { ...other, sessionKey: eaterKey, noteContent: '面' })).toMatchObject({
      pushSuccess: 'success',
    });
  });

  it('a number that its eater took stays theirs without the note', async () => {
    await open();
    await take();
    const own = { sessionKey: eaterKey, sellerId: stall.sellerId, marchSn: 1 };
    await ask('push', { ...own, noteContent: '面' });

    expect(await ask('unnote', own)).toEqual({ unnoteSuccess: 'success' });
    expect(await take()).toMatchObject({ marchSn: 1 });
    expect(await asSeller('note', { marchSn: 1 })).toMatchObject({ noteContent: null });
  });

  it('a number that its eater took and does not collect ends by itself, half an hour after the call', async () => {
    await open();
    await take();
    await asSeller('fetch');
    await asSeller('call', { marchSn: 1 });
    await asSeller('call', { marchSn: 2 });
    at(31);

    expect(await asSeller('note', { marchSn: 1 })).toMatchObject({ failMsg: 'Invalid Sn Error' });
    expect(await asSeller('note', { marchSn: 2 })).toMatchObject({ noteSuccess: 'success' });
    expect(await take()).toMatchObject({ marchSn: 3 });
  });

  it('answers a code where the stall asks for proof', async () => {
    await open({ proof: 'code' });
    const { ticketCode } = await take();
    const push = { sessionKey: eaterKey, sellerId: stall.sellerId, marchSn: 1, noteContent: '面' };

    expect(await ask('push', push)).toMatchObject({ failMsg: 'Code Error' });
    expect(await ask('push', { ...push, ticketCode })).toMatchObject({ pushSuccess: 'success' });
  });
});
