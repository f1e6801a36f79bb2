import { afterEach, describe, expect, it, vi } from 'vitest';
import { between } from '../lib/between.ts';
import {
  ACCEPTED,
  ask,
  borrower,
  get,
  historyOf,
  latestOf,
  openRental,
  pass,
  statusOf,
  TestCabinet,
} from '../support/rental.ts';

openRental();
afterEach(() => void vi.useRealTimers());

const TIME = expect.stringMatching(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/);
const error = (word: string) => ({ status: `error: ${word}` });

describe('borrowing and bringing back', () => {
  it('goes from UNSTARTED by try_to_rent, WAITING, SUCCEEDED and try_to_revert into the history', async () => {
    const cabinet = await TestCabinet.open({ name: '北交1' });
    const home = await TestCabinet.open({ name: '北交2' });
    const user = await borrower();
    expect(await latestOf(user)).toEqual({
      ...ACCEPTED,
      latest: 'UNSTARTED',
      kind: null,
      reason: null,
      uuid: null,
      time: null,
    });

    expect(await cabinet.rentTo(user)).toEqual(ACCEPTED);
    const waiting = await latestOf(user);
    const { uuid } = waiting;
    expect(waiting).toEqual({
      ...ACCEPTED,
      latest: 'WAITING',
      kind: 'rent',
      reason: null,
      uuid: expect.any(String),
      time: TIME,
    });
    expect(await ask(user, 'renting_or_reverting')).toEqual({ ...ACCEPTED, renting_or_reverting: true });
    expect(await statusOf(user)).toEqual([]);
    expect(await cabinet.stock()).toBe(2);

    await cabinet.serve();
    expect(await latestOf(user)).toEqual({ ...waiting, latest: 'SUCCEEDED' });
    expect(await ask(user, 'renting_or_reverting')).toEqual({ ...ACCEPTED, renting_or_reverting: false });
    const [item] = await statusOf(user);
    expect(item).toEqual({ uuid, time_begin: TIME, time_due: TIME, name: '篮球', device: '北交1' });
    expect(Date.parse(item?.time_due as string) - Date.parse(item?.time_begin as string)).toBe(
      24 * 3_600_000,
    );
    expect(await cabinet.stock()).toBe(2);
    expect(await historyOf(user)).toEqual([]);

    expect(await home.takeFrom(user, uuid as string)).toEqual(ACCEPTED);
    expect(await latestOf(user)).toMatchObject({ latest: 'WAITING', kind: 'revert', uuid });
    await home.serve();
    expect(await latestOf(user)).toMatchObject({ latest: 'SUCCEEDED', kind: 'revert', uuid });
    expect(await statusOf(user)).toEqual([]);
    expect(await historyOf(user)).toEqual([
      {
        uuid,
        time_begin: item?.time_begin,
        time_end: TIME,
        name: '篮球',
        device: '北交1',
        device_returned: '北交2',
      },
    ]);
    expect([await cabinet.stock(), await home.stock()]).toEqual([2, 4]);
  });

  it('takes the time that a type may be out from the operator', async () => {
    const { setDueHours } = await import('../../lib/rental/types.ts');
    const instruments = [{ typeID: 'racket', typeName: '羽毛球拍', total: 1, remained: 1 }];
    const cabinet = await TestCabinet.open({ instruments });
    const user = await borrower();
    await setDueHours('racket', 2);

    await cabinet.rentTo(user, { typeID: 'racket' });
    await cabinet.serve();

    const [item] = await statusOf(user);
    expect(Date.parse(item?.time_due as string) - Date.parse(item?.time_begin as string)).toBe(2 * 3_600_000);
  });

  it('shows in the stock at once, before the next report', async () => {
    const cabinet = await TestCabinet.open();
    const user = await borrower();
    await cabinet.rentTo(user);
    const [command] = await cabinet.report();
    await cabinet.result(command?.id, true);
    expect(await cabinet.stock()).toBe(2);

    await cabinet.takeFrom(user, command?.uuid as string);
    const [back] = await cabinet.report();
    await cabinet.result(back?.id, true);
    expect(await cabinet.stock()).toBe(4);
  });
});

describe('GET /user/try_to_rent', () => {
  const open = async () => ({ cabinet: await TestCabinet.open(), user: await borrower() });

  it.each([
    ['deviceID', { deviceID: '' }],
    ['typeID', { typeID: '' }],
    ['captcha', { captcha: '' }],
    ['deviceID', { deviceID: 'x'.repeat(65) }],
  ])('answers error: invalid request to a missing or wrong %s', async (field, change) => {
    const { cabinet, user } = await open();

    expect(await cabinet.rentTo(user, change)).toEqual({ ...error('invalid request'), field });
  });

  it('answers error: no device', async () => {
    const { cabinet, user } = await open();

    expect(await cabinet.rentTo(user, { deviceID: 'nowhere', captcha: '999' })).toEqual(error('no device'));
  });

  it('answers error: device offline', async () => {
    const { cabinet, user } = await open();
    pass(120_000);

    expect(await cabinet.rentTo(user, { captcha: '999' })).toEqual(error('device offline'));
  });

  it('answers error: wrong captcha, and takes both that the cabinet shows', async () => {
    const { cabinet, user } = await open();
    cabinet.captchas = ['007', '123'];
    await cabinet.report();

    expect(await cabinet.rentTo(user, { captcha: '042', typeID: 'none' })).toEqual(error('wrong captcha'));
    expect(await cabinet.rentTo(user, { captcha: '7' })).toEqual(error('wrong captcha'));
    expect(await cabinet.rentTo(user, { captcha: '007' })).toEqual(ACCEPTED);
    expect(await cabinet.rentTo(await borrower(), { captcha: '123' })).toEqual(ACCEPTED);
  });

  it('answers error: no instrument to a type that the cabinet has not, or has no more', async () => {
    const { cabinet } = await open();
    const phoneless = await borrower({});
    expect(await cabinet.rentTo(phoneless, { typeID: 'racket' })).toEqual(error('no instrument'));

    cabinet.instruments = [{ typeID: 'ball', typeName: '篮球', total: 4, remained: 1 }];
    pass(1_000);
    await cabinet.report();
    expect(await cabinet.rentTo(await borrower())).toEqual(ACCEPTED);
    expect(await cabinet.rentTo(phoneless)).toEqual(error('no instrument'));
  });

  it('answers error: no permission without a phone, which POST /user/profile can give', async () => {
    const { cabinet } = await open();
    const user = await borrower({ email: 'mail@example.com' });
    expect(await cabinet.rentTo(user)).toEqual(error('no permission'));

    const { post } = await import('../support/rental.ts');
    await post('profile_change', { ...user, phone: '13111111111' });
    expect(await cabinet.rentTo(user)).toEqual(ACCEPTED);
  });

  it('answers error: no permission with one item out already', async () => {
    const { cabinet, user } = await open();
    await cabinet.lendTo(user);

    expect(await cabinet.rentTo(user)).toEqual(error('no permission'));
    expect(await (await TestCabinet.open()).rentTo(user)).toEqual(error('no permission'));
  });

  it('answers error: busy while an attempt is waiting, at whichever cabinet', async () => {
    const { cabinet, user } = await open();
    const before = await cabinet.rentTo(user);

    expect(before).toEqual(ACCEPTED);
    expect(await cabinet.rentTo(user)).toEqual(error('busy'));
    expect(await (await TestCabinet.open()).rentTo(user)).toEqual(error('busy'));
  });
});

describe('GET /user/try_to_revert', () => {
  const open = async () => {
    const cabinet = await TestCabinet.open();
    const user = await borrower();
    return { cabinet, user, uuid: await cabinet.lendTo(user) };
  };

  it('answers error: invalid request, no device, device offline and wrong captcha as try_to_rent does', async () => {
    const { cabinet, user, uuid } = await open();

    expect(await cabinet.takeFrom(user, '')).toEqual({ ...error('invalid request'), field: 'itemUUID' });
    expect(await cabinet.takeFrom(user, uuid, { deviceID: 'nowhere' })).toEqual(error('no device'));
    expect(await cabinet.takeFrom(user, 'x', { captcha: '999' })).toEqual(error('wrong captcha'));
    pass(120_000);
    expect(await cabinet.takeFrom(user, uuid, { captcha: '999' })).toEqual(error('device offline'));
  });

  it('answers error: no such item to what is not out, and to what another user has', async () => {
    const { cabinet, user, uuid } = await open();
    const other = await borrower();

    expect(await cabinet.takeFrom(user, crypto.randomUUID())).toEqual(error('no such item'));
    expect(await cabinet.takeFrom(other, uuid)).toEqual(error('no such item'));
    await cabinet.takeFrom(user, uuid);
    await cabinet.serve();
    expect(await cabinet.takeFrom(user, uuid)).toEqual(error('no such item'));
  });

  it('answers error: no place where the cabinet is full, or is to be, or knows no such type', async () => {
    const { cabinet, user, uuid } = await open();
    const full = await TestCabinet.open({
      instruments: [{ typeID: 'ball', typeName: '篮球', total: 2, remained: 2 }],
    });
    const strange = await TestCabinet.open({
      instruments: [{ typeID: 'racket', typeName: '羽毛球拍', total: 2, remained: 0 }],
    });
    expect(await full.takeFrom(user, uuid)).toEqual(error('no place'));
    expect(await strange.takeFrom(user, uuid)).toEqual(error('no place'));

    const other = await borrower();
    const theirs = await cabinet.lendTo(other);
    const narrow = await TestCabinet.open({
      instruments: [{ typeID: 'ball', typeName: '篮球', total: 2, remained: 1 }],
    });
    expect(await narrow.takeFrom(other, theirs)).toEqual(ACCEPTED);
    expect(await narrow.takeFrom(user, uuid)).toEqual(error('no place'));
    pass(60_000);
    expect(await narrow.takeFrom(user, uuid)).toEqual(ACCEPTED);
  });

  it('answers error: busy while an attempt is waiting', async () => {
    const { cabinet, user, uuid } = await open();
    await cabinet.takeFrom(user, uuid);

    expect(await cabinet.takeFrom(user, uuid)).toEqual(error('busy'));
  });
});

describe('POST /device/result', () => {
  const asked = async () => {
    const cabinet = await TestCabinet.open();
    const user = await borrower();
    await cabinet.rentTo(user);
    const [command] = await cabinet.report();
    return { cabinet, user, id: command?.id };
  };

  it('that is not ok fails the attempt by its reason, and item and user are free again', async () => {
    const { cabinet, user, id } = await asked();

    expect(await cabinet.result(id, false, { reason: '箱门卡住' })).toEqual(ACCEPTED);
    expect(await latestOf(user)).toMatchObject({ latest: 'FAILED', kind: 'rent', reason: '箱门卡住' });
    expect(await statusOf(user)).toEqual([]);
    expect(await cabinet.stock()).toBe(3);
    expect(await cabinet.rentTo(user)).toEqual(ACCEPTED);
  });

  it('that is not ok and gives no reason fails the attempt as refused', async () => {
    const { cabinet, user, id } = await asked();
    await cabinet.result(id, false);

    expect(await latestOf(user)).toMatchObject({ latest: 'FAILED', reason: 'refused' });
  });

  it('is accepted again and changes nothing, even if it says otherwise', async () => {
    const { cabinet, user, id } = await asked();
    await cabinet.result(id, true);
    const state = async () =>
      JSON.stringify([
        await cabinet.shown(),
        await latestOf(user),
        await statusOf(user),
        await historyOf(user),
      ]);
    const before = await state();

    expect(await cabinet.result(id, true, { at: Date.now() + 1 })).toEqual(ACCEPTED);
    expect(await cabinet.result(id, false, { reason: 'no' })).toEqual(ACCEPTED);
    expect(await state()).toBe(before);
  });

  it("answers error: no such command to an id that is none, or another cabinet's", async () => {
    const { id } = await asked();
    const other = await TestCabinet.open();

    expect(await other.result('nothing', true)).toEqual(error('no such command'));
    expect(await other.result(id, true)).toEqual(error('no such command'));
  });

  it.each([
    ['commandId', { ok: true }],
    ['ok', { commandId: 'x' }],
    ['ok', { commandId: 'x', ok: 'true' }],
    ['reason', { commandId: 'x', ok: false, reason: 'x'.repeat(201) }],
  ])('answers 400 to a missing or wrong %s', async (field, body) => {
    const cabinet = await TestCabinet.open();

    expect(await cabinet.send('result', body)).toMatchObject({
      status: 400,
      body: { status: 'error: invalid request', field },
    });
  });

  it('comes after a report that has counted the item, and does not count it again', async () => {
    const { cabinet, id } = await asked();
    const happened = Date.now();
    cabinet.move('rent');
    pass(1_000);
    await cabinet.report();

    await cabinet.result(id, true, { at: happened });
    expect(await cabinet.stock()).toBe(2);
  });

  it('comes before a report from the time before it, which does not take the item back', async () => {
    const { cabinet, id } = await asked();
    const before = cabinet.news;
    const then = Date.now();
    pass(1_000);
    await cabinet.result(id, true);

    await cabinet.send('report', before, { at: then + 500 });
    expect(await cabinet.stock()).toBe(2);
  });

  it('whose transaction fails leaves everything as it was, and can be sent again', async () => {
    const { cabinet, user, id } = await asked();
    const stop = between('command', ({ command }, go) => {
      if (command.startsWith('TransactWrite')) throw Object.assign(new Error('gone'), { code: 'ECONNRESET' });
      return go();
    });
    expect(await cabinet.send('result', { commandId: id, ok: true })).toMatchObject({
      status: 503,
      body: { status: 'error: service busy' },
    });
    stop();

    expect(await latestOf(user)).toMatchObject({ latest: 'WAITING' });
    expect(await cabinet.result(id, true, { at: Date.now() + 1 })).toEqual(ACCEPTED);
    expect(await latestOf(user)).toMatchObject({ latest: 'SUCCEEDED' });
  });

  it('whose answer is lost is settled, and its repetition too', async () => {
    const { cabinet, user, id } = await asked();
    const stop = between('command', async ({ command }, go) => {
      const done = await go();
      if (command.startsWith('TransactWrite')) throw new Error('the container is gone');
      return done;
    });
    expect(await cabinet.send('result', { commandId: id, ok: true })).toMatchObject({ status: 500 });
    stop();

    expect(await latestOf(user)).toMatchObject({ latest: 'SUCCEEDED' });
    expect(await cabinet.result(id, true, { at: Date.now() + 1 })).toEqual(ACCEPTED);
    expect(await statusOf(user)).toHaveLength(1);
    expect(await cabinet.stock()).toBe(2);
  });
});

describe('GET /user/history/page_length/{n}/page_id/{p}', () => {
  it('has pages, the last loan first, and nothing past the end', async () => {
    const cabinet = await TestCabinet.open();
    const user = await borrower();
    const uuids: string[] = [];
    for (let i = 0; i < 5; i += 1) {
      const uuid = await cabinet.lendTo(user);
      uuids.unshift(uuid);
      await cabinet.takeFrom(user, uuid);
      await cabinet.serve();
    }
    const page = async (length: number, number: number) =>
      (await historyOf(user, length, number)).map(({ uuid }) => uuid);

    expect([await page(2, 0), await page(2, 1), await page(2, 2), await page(2, 3)]).toEqual([
      uuids.slice(0, 2),
      uuids.slice(2, 4),
      uuids.slice(4),
      [],
    ]);
    expect(await page(100, 0)).toEqual(uuids);
    expect(await page(100, 999_999_999)).toEqual([]);
    expect(await historyOf(await borrower())).toEqual([]);
  });

  it.each([
    ['0', '0', 'page_length'],
    ['101', '0', 'page_length'],
    ['ten', '0', 'page_length'],
    ['10', '-1', 'page_id'],
    ['10', '1.5', 'page_id'],
    ['10', 'first', 'page_id'],
  ])('answers error: invalid request to page_length %s, page_id %s', async (page_length, page_id, field) => {
    const user = await borrower();

    expect(await get('history', user, { pathParameters: { page_length, page_id } })).toMatchObject({
      status: 200,
      body: { status: 'error: invalid request', field },
    });
  });
});
