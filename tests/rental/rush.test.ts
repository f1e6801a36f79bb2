import { afterEach, describe, expect, it, vi } from 'vitest';
import {
  type Ask,
  ask,
  borrower,
  historyOf,
  latestOf,
  openRental,
  statusOf,
  TestCabinet,
} from '../support/rental.ts';

openRental();
afterEach(() => void vi.useRealTimers());

const times = <T>(count: number, make: (i: number) => Promise<T>): Promise<T[]> =>
  Promise.all(Array.from({ length: count }, (_, i) => make(i)));
const statuses = (bodies: Record<string, unknown>[]) => bodies.map(({ status }) => status).sort();

describe('at once', () => {
  it('of many users who want the last item one gets it, and the others are told so', async () => {
    const instruments = [{ typeID: 'ball', typeName: '篮球', total: 4, remained: 1 }];
    const cabinet = await TestCabinet.open({ instruments });
    const users = await times(8, () => borrower());

    const answers = await Promise.all(users.map((user) => cabinet.rentTo(user)));

    expect(statuses(answers)).toEqual(['accepted', ...Array(7).fill('error: no instrument')]);
    expect(await cabinet.report()).toHaveLength(1);
    expect(await cabinet.stock()).toBe(0);
  });

  it('of many attempts of one user one is made', async () => {
    const cabinets = await times(3, () => TestCabinet.open());
    const user = await borrower();

    const answers = await times(9, (i) => (cabinets[i % 3] as TestCabinet).rentTo(user));

    expect(statuses(answers)).toEqual(['accepted', ...Array(8).fill('error: busy')]);
    const commands = await Promise.all(cabinets.map((cabinet) => cabinet.report()));
    expect(commands.flat()).toHaveLength(1);
  });

  it('all users who can be served are, and all reports of the time are taken', async () => {
    const instruments = [{ typeID: 'ball', typeName: '篮球', total: 10, remained: 10 }];
    const cabinet = await TestCabinet.open({ instruments });
    const users = await times(6, () => borrower());

    const answers = await Promise.all([
      ...users.map((user) => cabinet.rentTo(user)),
      ...(await times(
        4,
        async (i) => (await cabinet.send('report', cabinet.news, { at: Date.now() + i })).body,
      )),
    ]);

    expect(statuses(answers)).toEqual(Array(10).fill('accepted'));
    expect(await cabinet.stock()).toBe(4);
    expect(await cabinet.report()).toHaveLength(6);
  });

  it('a result sent many times counts once', async () => {
    const [cabinet, user] = [await TestCabinet.open(), await borrower()];
    await cabinet.rentTo(user);
    const [command] = await cabinet.report();

    const answers = await times(6, (i) => cabinet.result(command?.id, true, { at: Date.now() + i }));

    expect(statuses(answers)).toEqual(Array(6).fill('accepted'));
    expect(await statusOf(user)).toHaveLength(1);
    expect(await cabinet.stock()).toBe(2);
  });

  it('two results that contradict each other leave one outcome', async () => {
    for (let i = 0; i < 5; i += 1) {
      const [cabinet, user] = [await TestCabinet.open(), await borrower()];
      await cabinet.rentTo(user);
      const [command] = await cabinet.report();

      await Promise.all([cabinet.result(command?.id, true), cabinet.result(command?.id, false)]);

      const { latest } = await latestOf(user);
      const hasLeft = latest === 'SUCCEEDED';
      expect(await statusOf(user)).toHaveLength(hasLeft ? 1 : 0);
      expect(await cabinet.stock()).toBe(hasLeft ? 2 : 3);
    }
  });

  it('a result and reports from before and after it leave the stock as it is', async () => {
    for (let i = 0; i < 5; i += 1) {
      const [cabinet, user] = [await TestCabinet.open(), await borrower()];
      await cabinet.rentTo(user);
      const [command] = await cabinet.report();
      const at = Date.now() + 100;
      const before = cabinet.news;
      cabinet.move('rent');

      await Promise.all([
        cabinet.send('report', before, { at: at - 1 }),
        cabinet.result(command?.id, true, { at }),
        cabinet.send('report', cabinet.news, { at: at + 1 }),
      ]);

      expect(await cabinet.stock()).toBe(2);
      expect(await statusOf(user)).toHaveLength(1);
    }
  });

  it('a late item and a new attempt make no second item', async () => {
    for (let i = 0; i < 5; i += 1) {
      const [cabinet, user] = [await TestCabinet.open(), await borrower()];
      await cabinet.rentTo(user);
      const [command] = (await cabinet.report()) as [Ask];
      vi.useFakeTimers({ toFake: ['Date'], now: Date.now() + 60_000 });
      await cabinet.report();

      const [answer] = await Promise.all([cabinet.rentTo(user), cabinet.result(command.id, true)]);
      await cabinet.serve();

      expect(['accepted', 'error: no permission']).toContain(answer.status);
      const { uuid } = await latestOf(user);
      const expected = answer.status === 'accepted' ? uuid : command.uuid;
      expect(await statusOf(user)).toMatchObject([{ uuid: expected }]);
      vi.useRealTimers();
    }
  });

  it('an item that is brought back many times at once ends one loan', async () => {
    const [cabinet, user] = [await TestCabinet.open(), await borrower()];
    const uuid = await cabinet.lendTo(user);

    const answers = await times(6, () => cabinet.takeFrom(user, uuid));
    await cabinet.serve();

    expect(statuses(answers)).toEqual(['accepted', ...Array(5).fill('error: busy')]);
    expect(await historyOf(user)).toHaveLength(1);
    expect(await ask(user, 'renting_or_reverting')).toMatchObject({ renting_or_reverting: false });
  });
});
