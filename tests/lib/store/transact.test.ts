import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { setting } from '../../../lib/env.ts';
import { isBusy } from '../../../lib/store/busy.ts';
import { ABSENT, type Key, PRESENT, read, transact } from '../../../lib/store/store.ts';
import { nowSeconds } from '../../../lib/time.ts';
import { between, brokenConnection, dynamoError } from '../between.ts';
import { someKey, stored } from './items.ts';

afterEach(() => {
  vi.useRealTimers();
  vi.restoreAllMocks();
});

const values = async (...keys: Key[]) => (await read(keys)).map((item) => item?.n);

describe('transact', () => {
  it('carries out every kind of write, across tables', async () => {
    const [put, updated, deleted] = [someKey(), await stored({ n: 1 }), await stored({ n: 2 })];
    const session: Key = { table: setting('SESSIONS_TABLE'), pk: 'transact' };

    const written = await transact([
      { put, item: { n: 10 }, when: ABSENT },
      { update: updated, set: { status: 's' }, add: { n: 10 }, when: PRESENT },
      { delete: deleted, when: 'n = :n', values: { ':n': 2 } },
      { put: session, item: { n: 11, gone: undefined } },
    ]);

    expect(written).toEqual([1, 2, 3, 4].map(() => ({ ok: true, item: {} })));
    expect(await values(put, updated, deleted, session)).toEqual([10, 11, undefined, 11]);
  });

  it('writes nothing when one condition does not hold, says which, and shows what stands', async () => {
    const [first, second, third] = [await stored({ n: 1 }), await stored({ n: 2 }), someKey()];

    const written = await transact([
      { update: first, set: { n: 100 } },
      { update: second, set: { n: 100 }, when: 'n = :n', values: { ':n': 5 } },
      { put: third, item: { n: 100 } },
    ]);

    expect(written.map(({ ok }) => ok)).toEqual([true, false, true]);
    expect(written[1]).toEqual({ ok: false, old: { pk: second.pk, sk: second.sk, n: 2 } });
    expect(await values(first, second, third)).toEqual([1, 2, undefined]);
  });

  it('says of each write whether it failed', async () => {
    const [first, second] = [await stored({ n: 1 }), someKey()];

    const written = await transact([
      { put: first, item: {}, when: ABSENT },
      { delete: second, when: PRESENT },
    ]);

    expect(written).toEqual([
      { ok: false, old: { pk: first.pk, sk: first.sk, n: 1 } },
      { ok: false, old: undefined },
    ]);
  });

  it('counts an expired item as absent', async () => {
    const expiresAt = nowSeconds() + 60;
    const [replaced, ended] = [await stored({ n: 1, expiresAt }), await stored({ n: 2, expiresAt })];
    vi.useFakeTimers({ toFake: ['Date'], now: expiresAt * 1000 });

    expect(await transact([{ update: ended, set: { n: 3 }, when: PRESENT }])).toEqual([
      { ok: false, old: undefined },
    ]);
    expect(await transact([{ put: replaced, item: { n: 4 }, when: ABSENT }])).toEqual([
      { ok: true, item: {} },
    ]);
    expect(await values(replaced, ended)).toEqual([4, undefined]);
  });

  it('lets one of many at once win', async () => {
    const keys = [someKey(), someKey()];

    const written = await Promise.all(
      Array.from({ length: 30 }, (_, n) => transact(keys.map((put) => ({ put, item: { n }, when: ABSENT })))),
    );

    const winners = written.flatMap((results, n) => (results.every(({ ok }) => ok) ? [n] : []));
    expect(winners).toHaveLength(1);
    expect(await values(...keys)).toEqual([winners[0], winners[0]]);
  });

  it('does its work once when its answer is lost', async () => {
    const key = someKey();
    let tries = 0;
    const stop = between('try', async (_, pass) => {
      tries += 1;
      const result = await pass();
      if (tries === 1) throw brokenConnection();
      return result;
    });

    expect(await transact([{ update: key, add: { n: 1 } }])).toEqual([{ ok: true, item: {} }]);
    expect(tries).toBe(2);
    stop();
    expect(await values(key)).toEqual([1]);
  });

  it('throws what is neither a condition nor a conflict', async () => {
    await expect(transact([{ delete: { table: 'no-such-table', pk: 'x' } }])).rejects.toThrow();
  });
});

describe('a transaction in the way', () => {
  beforeEach(() => void vi.spyOn(Math, 'random').mockReturnValue(0));

  const cancelled = (...codes: string[]) =>
    dynamoError('TransactionCanceledException', { CancellationReasons: codes.map((Code) => ({ Code })) });

  /** Cancels the first `times` transactions. */
  const cancel = (times: number, ...codes: string[]) => {
    let requests = 0;
    between('command', ({ command }, pass) => {
      if (command === 'TransactWriteItems') requests += 1;
      if (requests <= times) throw cancelled(...codes);
      return pass();
    });
    return () => requests;
  };

  it.each(['TransactionConflict', 'ThrottlingError', 'ProvisionedThroughputExceeded'])(
    'is waited for: %s',
    async (code) => {
      const key = someKey();
      const requests = cancel(11, 'None', code);

      expect(await transact([{ update: key, add: { n: 1 } }])).toEqual([{ ok: true, item: {} }]);
      expect(requests()).toBe(12);
      expect(await values(key)).toEqual([1]);
    },
  );

  it('makes DynamoDB busy when it does not go away', async () => {
    const requests = cancel(100, 'TransactionConflict', 'None');

    const failure = await transact([{ update: someKey(), set: { n: 1 } }]).catch((error: unknown) => error);

    expect(requests()).toBe(12);
    expect(failure).toMatchObject({ name: 'TransactionCanceledException' });
    expect(isBusy(failure)).toBe(true);
  });

  it('is not waited for when a condition has failed beside it', async () => {
    const requests = cancel(1, 'TransactionConflict', 'ConditionalCheckFailed');

    const written = await transact([{ update: someKey(), set: {} }, { delete: someKey() }]);

    expect(written.map(({ ok }) => ok)).toEqual([true, false]);
    expect(requests()).toBe(1);
  });

  it('is not waited for when the transaction itself is wrong', async () => {
    const requests = cancel(1, 'ValidationError');

    const failure = await transact([{ update: someKey(), set: { n: 1 } }]).catch((error: unknown) => error);

    expect(requests()).toBe(1);
    expect(isBusy(failure)).toBe(false);
  });
});
