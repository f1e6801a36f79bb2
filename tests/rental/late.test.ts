import { afterEach, describe, expect, it, vi } from 'vitest';
import {
  ACCEPTED,
  type Ask,
  ask,
  borrower,
  historyOf,
  latestOf,
  openRental,
  pass,
  statusOf,
  straysOf,
  TestCabinet,
  type UserFixture,
} from '../support/rental.ts';

openRental();
afterEach(() => void vi.useRealTimers());

const TIMEOUT = { latest: 'FAILED', reason: 'timeout' };
const MINUTE = 60_000;

/** A cabinet and a user who asked it for a ball. It knows of the command. */
const asked = async () => {
  const [cabinet, user] = [await TestCabinet.open(), await borrower()];
  return { cabinet, user, command: await rent(cabinet, user) };
};

const rent = async (cabinet: TestCabinet, user: UserFixture): Promise<Ask> => {
  expect(await cabinet.rentTo(user)).toEqual(ACCEPTED);
  return commandOf(cabinet, user);
};
const revert = async (cabinet: TestCabinet, user: UserFixture, uuid: string): Promise<Ask> => {
  expect(await cabinet.takeFrom(user, uuid)).toEqual(ACCEPTED);
  return commandOf(cabinet, user);
};
const commandOf = async (cabinet: TestCabinet, user: UserFixture): Promise<Ask> => {
  const { uuid } = await latestOf(user);
  return (await cabinet.report()).find((one) => one.uuid === uuid) as Ask;
};

/** The item moves, and its result is sent. */
const carryOut = async (cabinet: TestCabinet, { id, kind }: Ask) => {
  cabinet.move(kind);
  expect(await cabinet.result(id, true)).toEqual(ACCEPTED);
};

describe('an attempt that is not answered within 60 s', () => {
  it('is WAITING until then, and FAILED by timeout from then on', async () => {
    const { cabinet, user } = await asked();

    pass(MINUTE - 1_000);
    expect(await latestOf(user)).toMatchObject({ latest: 'WAITING', reason: null });
    expect(await cabinet.stock()).toBe(2);
    pass(1_000);
    expect(await latestOf(user)).toMatchObject(TIMEOUT);
    expect(await ask(user, 'renting_or_reverting')).toMatchObject({ renting_or_reverting: false });
    expect(await cabinet.stock()).toBe(3);
  });

  it('leaves item and user free, without anything that runs', async () => {
    const { cabinet, user } = await asked();
    pass(MINUTE);
    await cabinet.report();

    expect(await cabinet.rentTo(user)).toEqual(ACCEPTED);
    expect(await cabinet.rentTo(await borrower())).toEqual(ACCEPTED);
    expect(await cabinet.stock()).toBe(1);
  });
});

describe('POST /device/result, late', () => {
  it('books an item that left as the user’s loan, while the attempt stays FAILED', async () => {
    const { cabinet, user, command } = await asked();
    pass(MINUTE);

    await carryOut(cabinet, command);
    expect(await latestOf(user)).toMatchObject({ ...TIMEOUT, uuid: command.uuid });
    expect(await statusOf(user)).toMatchObject([{ uuid: command.uuid }]);
    expect(await cabinet.stock()).toBe(2);
    expect(await cabinet.rentTo(user)).toEqual({ status: 'error: no permission' });

    await carryOut(cabinet, await revert(cabinet, user, command.uuid));
    expect(await historyOf(user)).toMatchObject([{ uuid: command.uuid }]);
  });

  it('is accepted again and changes nothing', async () => {
    const { cabinet, user, command } = await asked();
    pass(MINUTE);
    await carryOut(cabinet, command);

    pass(1_000);
    expect(await cabinet.result(command.id, true)).toEqual(ACCEPTED);
    expect(await cabinet.stock()).toBe(2);
    expect(await statusOf(user)).toHaveLength(1);
  });

  it('records that nothing left, and changes nothing', async () => {
    const { cabinet, user, command } = await asked();
    pass(MINUTE);
    const again = await rent(cabinet, user);

    expect(await cabinet.result(command.id, false, { reason: 'jammed' })).toEqual(ACCEPTED);
    expect(await latestOf(user)).toMatchObject({ latest: 'WAITING', uuid: again.uuid });
    expect([await statusOf(user), await straysOf(user)]).toEqual([[], []]);
    const { readOne } = await import('../../lib/store/store.ts');
    const { commandKey } = await import('../../lib/rental/keys.ts');
    expect(await readOne(commandKey(cabinet.deviceID, command.id))).toMatchObject({
      state: 'FAILED',
      reason: 'timeout',
      answer: { ok: false, reason: 'jammed' },
    });
  });

  it('books an item that left while another attempt waits as a stray, which can be brought back', async () => {
    const { cabinet, user, command } = await asked();
    pass(MINUTE);
    const second = await rent(cabinet, user);
    await carryOut(cabinet, command);
    expect(await straysOf(user)).toMatchObject([{ uuid: command.uuid, userid: user.userid, name: '篮球' }]);
    expect(await statusOf(user)).toEqual([]);

    await carryOut(cabinet, second);
    expect(await statusOf(user)).toMatchObject([{ uuid: second.uuid }]);
    expect(await cabinet.stock()).toBe(1);

    await carryOut(cabinet, await revert(cabinet, user, command.uuid));
    expect(await straysOf(user)).toEqual([]);
    expect(await statusOf(user)).toMatchObject([{ uuid: second.uuid }]);
    expect(await historyOf(user)).toMatchObject([{ uuid: command.uuid }]);
    expect(await latestOf(user)).toMatchObject({ latest: 'SUCCEEDED', kind: 'revert' });
  });

  it('books an item that left when its user has another as a stray', async () => {
    const { cabinet, user, command } = await asked();
    pass(MINUTE);
    const second = await rent(cabinet, user);
    await carryOut(cabinet, second);

    await carryOut(cabinet, command);
    expect(await statusOf(user)).toMatchObject([{ uuid: second.uuid }]);
    expect(await straysOf(user)).toMatchObject([{ uuid: command.uuid }]);
    expect(await cabinet.stock()).toBe(1);
  });

  it('ends the loan of an item that came back, while the attempt stays FAILED', async () => {
    const [cabinet, user] = [await TestCabinet.open(), await borrower()];
    const uuid = await cabinet.lendTo(user);
    const command = await revert(cabinet, user, uuid);
    pass(MINUTE);
    expect(await statusOf(user)).toMatchObject([{ uuid }]);

    await carryOut(cabinet, command);
    expect(await latestOf(user)).toMatchObject({ ...TIMEOUT, kind: 'revert' });
    expect(await statusOf(user)).toEqual([]);
    expect(await historyOf(user)).toMatchObject([{ uuid, device_returned: '北交1' }]);
    expect(await cabinet.stock()).toBe(3);
    expect(await cabinet.rentTo(user)).toEqual(ACCEPTED);
  });

  it('ends a loan once, when two cabinets say that they have the item', async () => {
    const [cabinet, other, user] = [await TestCabinet.open(), await TestCabinet.open(), await borrower()];
    const uuid = await cabinet.lendTo(user);
    const first = await revert(cabinet, user, uuid);
    pass(MINUTE);
    await other.report();
    const second = await revert(other, user, uuid);
    await carryOut(cabinet, first);

    await carryOut(other, second);
    expect(await latestOf(user)).toMatchObject({ latest: 'SUCCEEDED' });
    expect(await historyOf(user)).toHaveLength(1);
    expect([await cabinet.stock(), await other.stock()]).toEqual([3, 4]);
  });

  it('is taken for 30 days', async () => {
    const { cabinet, user, command } = await asked();
    pass(30 * 24 * 60 * MINUTE - MINUTE);
    await cabinet.report();
    const fresh = await asked();
    pass(30 * 24 * 60 * MINUTE + MINUTE);
    await fresh.cabinet.report();

    expect(await fresh.cabinet.result(fresh.command.id, true)).toEqual({ status: 'error: no such command' });
    vi.setSystemTime(Date.now() - 30 * 24 * 60 * MINUTE - MINUTE);
    expect(await cabinet.result(command.id, true)).toEqual(ACCEPTED);
    vi.useRealTimers();
    expect(await statusOf(user)).toHaveLength(1);
  });
});
