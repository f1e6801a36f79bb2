import { afterEach, describe, expect, it, vi } from 'vitest';
import {
  ACCEPTED,
  type Ask,
  borrower,
  latestOf,
  openRental,
  pass,
  statusOf,
  TestCabinet,
  type UserFixture,
} from '../support/rental.ts';

openRental();
afterEach(() => void vi.useRealTimers());

const MINUTE = 60_000;

/** A cabinet, and users who each asked it for a ball. It knows of the commands. */
const asked = async (count = 1) => {
  const cabinet = await TestCabinet.open();
  const users: UserFixture[] = [];
  for (let i = 0; i < count; i += 1) {
    const user = await borrower();
    expect(await cabinet.rentTo(user)).toEqual(ACCEPTED);
    users.push(user);
  }
  const commands = await cabinet.report();
  expect(commands).toHaveLength(count);
  const commandOf = async (user: UserFixture): Promise<Ask> => {
    const { uuid } = await latestOf(user);
    return commands.find((one) => one.uuid === uuid) as Ask;
  };
  return { cabinet, users: users as [UserFixture, UserFixture], commands: commands as [Ask, Ask], commandOf };
};

describe('a report before the result that its numbers have in them', () => {
  it.each([
    ['without saying so', undefined],
    ['and says so', 'answered'],
  ])('%s takes the item off once, and the result no second time', async (_, says) => {
    const { cabinet, users, commands } = await asked();
    expect(await cabinet.stock()).toBe(2);
    cabinet.move('rent');
    if (says) cabinet.answered = [commands[0].id];

    await cabinet.report();
    expect(await cabinet.stock()).toBe(2);
    expect(await latestOf(users[0])).toMatchObject({ latest: 'WAITING' });
    await cabinet.result(commands[0].id, true);
    expect(await cabinet.stock()).toBe(2);
    expect(await statusOf(users[0])).toHaveLength(1);
    await cabinet.report();
    expect(await cabinet.stock()).toBe(2);
  });

  it.each([['without saying so'], ['and says so']])('%s puts an item back once', async (how) => {
    const [cabinet, user] = [await TestCabinet.open(), await borrower()];
    const uuid = await cabinet.lendTo(user);
    await cabinet.takeFrom(user, uuid);
    const [command] = (await cabinet.report()) as [Ask];
    cabinet.move('revert');
    if (how === 'and says so') cabinet.answered = [command.id];

    await cabinet.report();
    const other = await borrower();
    const theirs = await (await TestCabinet.open()).lendTo(other);
    expect(await cabinet.takeFrom(other, theirs)).toEqual(ACCEPTED);
    await cabinet.result(command.id, true);
    expect(await cabinet.stock()).toBe(3);
  });

  it('counts once, also when the attempt is over and the result is late', async () => {
    const { cabinet, commands } = await asked();
    pass(2 * MINUTE);
    await cabinet.report();
    expect(await cabinet.stock()).toBe(3);
    cabinet.move('rent');

    await cabinet.report();
    await cabinet.result(commands[0].id, true);
    expect(await cabinet.stock()).toBe(2);
  });

  it('knows what it counts, of two items, by their number alone', async () => {
    for (const first of [0, 1] as const) {
      const { cabinet, commands } = await asked(2);
      cabinet.move('rent');
      await cabinet.report();
      expect(await cabinet.stock()).toBe(1);

      await cabinet.result(commands[first].id, true);
      expect(await cabinet.stock()).toBe(1);
      cabinet.move('rent');
      await cabinet.result(commands[1 - first]?.id, true);
      expect(await cabinet.stock()).toBe(1);
    }
  });

  it('gives an item free whose command is refused, whichever of two it was', async () => {
    for (const refused of [0, 1] as const) {
      const { cabinet, commands } = await asked(2);
      cabinet.move('rent');
      await cabinet.report();

      await cabinet.result(commands[refused].id, false);
      expect(await cabinet.stock()).toBe(2);
      await cabinet.result(commands[1 - refused]?.id, true);
      expect(await cabinet.stock()).toBe(2);
    }
  });

  it('takes nothing off for a command that the cabinet had not heard of', async () => {
    const [cabinet, user] = [await TestCabinet.open(), await borrower()];
    await cabinet.rentTo(user);
    cabinet.move('rent'); // An operator takes one out.
    const [command] = (await cabinet.report()) as [Ask];
    expect(await cabinet.stock()).toBe(1);
    cabinet.move('rent');
    await cabinet.result(command.id, true);

    expect(await cabinet.stock()).toBe(1);
  });

  it('that says its numbers have no result in them is believed', async () => {
    const { cabinet, commands } = await asked();
    cabinet.answered = [];
    cabinet.move('rent'); // An operator takes one out.
    await cabinet.report();
    expect(await cabinet.stock()).toBe(1);
    cabinet.move('rent');
    await cabinet.result(commands[0].id, true);

    expect(await cabinet.stock()).toBe(1);
  });

  it('may name what is answered, is no command, or is another cabinet’s', async () => {
    const { cabinet, commands } = await asked();
    const stranger = await asked();
    await cabinet.serve();
    cabinet.answered = [commands[0].id, stranger.commands[0].id, 'nothing'];

    expect(await cabinet.report()).toEqual([]);
    expect([await cabinet.stock(), await stranger.cabinet.stock()]).toEqual([2, 2]);
  });
});

describe('a cabinet whose clock is put back', () => {
  const putBack = async (ms: number) => {
    const cabinet = await TestCabinet.open();
    cabinet.putBack(ms);
    return cabinet;
  };

  it.each([2_000, 2 * MINUTE, 4 * MINUTE])(
    'by %i ms shows what it shows, and counts from its next report on',
    async (ms) => {
      const cabinet = await putBack(ms);
      Object.assign(cabinet, { captchas: ['777'] });
      cabinet.move('rent');
      pass(1_000);

      await cabinet.report();
      expect(await cabinet.shown()).toMatchObject({ captchas: ['777'], online: true });
      expect(await cabinet.stock()).toBe(3);
      await cabinet.report();
      expect(await cabinet.stock()).toBe(2);
    },
  );

  it('stays online', async () => {
    const cabinet = await putBack(4 * MINUTE);
    pass(2 * MINUTE);
    expect(await cabinet.shown()).toMatchObject({ online: false });

    await cabinet.report();
    expect(await cabinet.shown()).toMatchObject({ online: true });
  });

  it('lends and takes back as any other', async () => {
    const [cabinet, user] = [await putBack(4 * MINUTE), await borrower()];
    expect(await cabinet.rentTo(user)).toEqual(ACCEPTED);
    await cabinet.serve();
    expect(await cabinet.stock()).toBe(2);
    const { uuid } = (await statusOf(user))[0] as { uuid: string };

    cabinet.putBack(10_000);
    expect(await cabinet.takeFrom(user, uuid)).toEqual(ACCEPTED);
    await cabinet.serve();
    expect(await cabinet.stock()).toBe(3);
  });

  it.each([1, 2])(
    'between a command that it heard %i times and its result counts the result',
    async (times) => {
      const { cabinet, commands } = await asked();
      for (let i = 1; i < times; i += 1) await cabinet.report();
      cabinet.putBack(MINUTE);
      cabinet.move('rent');

      await cabinet.result(commands[0].id, true);
      expect(await cabinet.stock()).toBe(2);
      for (let i = 0; i < 3; i += 1) {
        await cabinet.report();
        expect(await cabinet.stock()).toBe(2);
      }
    },
  );

  it('after a result that is newer than any report counts from its next report on', async () => {
    const { cabinet, commands } = await asked();
    pass(2 * MINUTE);
    cabinet.move('rent');
    await cabinet.result(commands[0].id, true);
    cabinet.putBack(MINUTE);
    cabinet.move('rent');

    await cabinet.report();
    await cabinet.report();
    expect(await cabinet.stock()).toBe(1);
  });
});
