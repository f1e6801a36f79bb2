import { afterEach, describe, expect, it, vi } from 'vitest';
import { ABSENT, type Key, PRESENT, readOne, write } from '../../../lib/store/store.ts';
import { nowSeconds } from '../../../lib/time.ts';
import { between, brokenConnection, dynamoError } from '../between.ts';
import { someKey, stored } from './items.ts';

afterEach(() => {
  vi.useRealTimers();
  vi.restoreAllMocks();
});

/** What is stored besides the key. */
const contents = async (key: Key) => {
  const { pk, sk, ...rest } = (await readOne(key)) ?? {};
  return pk === undefined ? undefined : rest;
};

describe('write', () => {
  it('puts an item in place of another', async () => {
    const key = await stored({ a: 1, b: 2 });

    expect(await write({ put: key, item: { b: 3 } })).toEqual({ ok: true, item: {} });
    expect(await contents(key)).toEqual({ b: 3 });
  });

  it('sets, adds and removes attributes, and returns the item as it became where that is wanted', async () => {
    const key = await stored({ kept: 'k', set: 'old', count: 5, gone: true });

    const written = await write({
      update: key,
      set: { set: 'new', fresh: ['x'] },
      add: { count: -2, started: 1 },
      remove: ['gone', 'never-there'.replaceAll('-', '')],
      returns: true,
    });

    const expected = { kept: 'k', set: 'new', fresh: ['x'], count: 3, started: 1 };
    expect(written).toEqual({ ok: true, item: { pk: key.pk, sk: key.sk, ...expected } });
    expect(await contents(key)).toEqual(expected);
    expect(await write({ update: key, set: { set: 'newest' } })).toEqual({ ok: true, item: {} });
  });

  it('makes the item of an update that is not there', async () => {
    const key = someKey();

    await write({ update: key, add: { count: 1 } });

    expect(await contents(key)).toEqual({ count: 1 });
  });

  it('deletes an item, also one that is not there', async () => {
    const key = await stored();

    expect(await write({ delete: key })).toEqual({ ok: true, item: {} });
    expect(await write({ delete: key })).toEqual({ ok: true, item: {} });
    expect(await contents(key)).toBeUndefined();
  });

  it('takes reserved words as names of attributes', async () => {
    const key = await stored({ status: 'open', user: 'u', token: 't' });
    const words = { name: 'n', date: 'd', count: 1, value: 'v', ttl: 2, key: 'k', timestamp: 3 };

    const written = await write({
      update: key,
      set: words,
      add: { size: 4 },
      remove: ['token'],
      when: '#status = :status AND attribute_exists(#user)',
      values: { ':status': 'open' },
    });

    expect(written.ok).toBe(true);
    expect(await contents(key)).toEqual({ status: 'open', user: 'u', ...words, size: 4 });
  });

  it('leaves attributes alone that are undefined, wherever they stand', async () => {
    const key = await stored({ a: 1, b: undefined, nested: { c: undefined, d: [1] } });
    expect(await contents(key)).toEqual({ a: 1, nested: { d: [1] } });

    await write({ update: key, set: { a: undefined, e: 5 }, add: { n: undefined as unknown as number } });

    expect(await contents(key)).toEqual({ a: 1, nested: { d: [1] }, e: 5 });
  });

  it('lets two of a hundred adders never overwrite each other', async () => {
    const key = someKey();

    const counts = await Promise.all(
      Array.from({ length: 100 }, async () => {
        const written = await write({ update: key, add: { n: 1 }, returns: true });
        return written.ok ? (written.item.n as number) : 0;
      }),
    );

    expect(counts.sort((a, b) => a - b)).toEqual(Array.from({ length: 100 }, (_, i) => i + 1));
  });
});

describe('a condition that does not hold', () => {
  it.each(['put', 'update', 'delete'] as const)(
    'leaves all as it was, and shows what stands: %s',
    async (kind) => {
      const key = await stored({ colour: 'red', list: [1] });
      const when = { when: 'colour = :wanted', values: { ':wanted': 'blue' } };
      const one = {
        put: { put: key, item: { colour: 'green' }, ...when },
        update: { update: key, set: { colour: 'green' }, ...when },
        delete: { delete: key, ...when },
      }[kind];

      expect(await write(one)).toEqual({
        ok: false,
        old: { pk: key.pk, sk: key.sk, colour: 'red', list: [1] },
      });
      expect(await contents(key)).toEqual({ colour: 'red', list: [1] });
    },
  );

  it('shows nothing where nothing stands', async () => {
    expect(await write({ delete: someKey(), when: PRESENT })).toEqual({ ok: false, old: undefined });
  });
});

describe('PRESENT, ABSENT and an item that expires', () => {
  const holds = async (key: Key, when: string) =>
    (await write({ update: key, set: { touched: true }, when })).ok;

  it('agree on an item without an end', async () => {
    const key = await stored();

    expect([await holds(key, PRESENT), await holds(key, ABSENT)]).toEqual([true, false]);
    expect(await holds(someKey(), PRESENT)).toBe(false);
    expect(await holds(someKey(), ABSENT)).toBe(true);
  });

  it('change over in the second in which it expires, while DynamoDB still has it', async () => {
    const expiresAt = nowSeconds() + 60;
    const key = await stored({ expiresAt });

    vi.useFakeTimers({ toFake: ['Date'], now: expiresAt * 1000 - 1 });
    expect([await holds(key, PRESENT), await holds(key, ABSENT)]).toEqual([true, false]);
    vi.setSystemTime(expiresAt * 1000);
    expect([await holds(key, PRESENT), await holds(key, ABSENT)]).toEqual([false, true]);
  });

  it('hide it from whoever failed on it once it has expired', async () => {
    const expiresAt = nowSeconds() + 60;
    const key = await stored({ expiresAt });
    const fail = () => write({ update: key, set: { a: 1 }, when: 'a = :a', values: { ':a': 2 } });

    expect(await fail()).toEqual({ ok: false, old: { pk: key.pk, sk: key.sk, expiresAt } });
    vi.useFakeTimers({ toFake: ['Date'], now: expiresAt * 1000 });
    expect(await fail()).toEqual({ ok: false, old: undefined });
  });
});

describe('a write in trouble', () => {
  it('throws what is no failed condition', async () => {
    const key: Key = { table: 'no-such-table', pk: 'x' };

    await expect(write({ delete: key })).rejects.toMatchObject({ name: 'ResourceNotFoundException' });
  });

  it('is repeated when DynamoDB throttles it', async () => {
    vi.spyOn(Math, 'random').mockReturnValue(0);
    const key = someKey();
    let tries = 0;
    between('try', (_, pass) => {
      tries += 1;
      if (tries === 1) throw dynamoError('ProvisionedThroughputExceededException');
      return pass();
    });

    expect((await write({ put: key, item: { n: 1 } })).ok).toBe(true);
    expect(tries).toBe(2);
  });

  it('is repeated when its answer is lost, and then meets its own work', async () => {
    const key = someKey();
    let tries = 0;
    between('try', async (_, pass) => {
      tries += 1;
      const result = await pass();
      if (tries === 1) throw brokenConnection();
      return result;
    });

    const written = await write({ put: key, item: { by: 'me' }, when: ABSENT });

    expect(written).toEqual({ ok: false, old: { pk: key.pk, sk: key.sk, by: 'me' } });
    expect(tries).toBe(2);
  });

  it('waits for a transaction at work on its item', async () => {
    vi.spyOn(Math, 'random').mockReturnValue(0);
    const key = someKey();
    let tries = 0;
    between('command', (_, pass) => {
      tries += 1;
      if (tries <= 3) throw dynamoError('TransactionConflictException');
      return pass();
    });

    expect((await write({ update: key, set: { n: 1 } })).ok).toBe(true);
    expect(await contents(key)).toEqual({ n: 1 });
  });
});
