import { GetCommand } from '@aws-sdk/lib-dynamodb';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { setting } from '../../../lib/env.ts';
import { documents } from '../../../lib/store/dynamodb.ts';
import { type Key, read, readOne, write } from '../../../lib/store/store.ts';
import { nowSeconds } from '../../../lib/time.ts';
import { between, countRequests } from '../between.ts';
import { someKey, stored } from './items.ts';

afterEach(() => {
  vi.useRealTimers();
});

const item = ({ pk, sk }: Key, rest: object = {}) => ({ pk, ...(sk !== undefined && { sk }), ...rest });

type Wanted = Record<string, { Keys: object[]; ConsistentRead?: boolean }>;

describe('read', () => {
  it('answers in the order of the keys, across tables, with undefined for what is missing', async () => {
    const [a, b] = [await stored({ name: 'a' }), await stored({ name: 'b' })];
    const other: Key = { table: setting('SESSIONS_TABLE'), pk: 'read-order' };
    await write({ put: other, item: { name: 'other' } });

    expect(await read([b, someKey(), other, a])).toEqual([
      item(b, { name: 'b' }),
      undefined,
      item(other, { name: 'other' }),
      item(a, { name: 'a' }),
    ]);
  });

  it('tells keys apart that differ in the sort key or the table alone', async () => {
    const key = someKey();
    await write({ put: { ...key, sk: 'x' }, item: { n: 1 } });
    await write({ put: { table: setting('SESSIONS_TABLE'), pk: key.pk }, item: { n: 2 } });

    const [x, y, session] = await read([
      { ...key, sk: 'x' },
      { ...key, sk: 'y' },
      { table: setting('SESSIONS_TABLE'), pk: key.pk },
    ]);

    expect([x?.n, y?.n, session?.n]).toEqual([1, undefined, 2]);
  });

  it('asks nothing when it is asked for nothing', async () => {
    expect(await countRequests(async () => expect(await read([])).toEqual([]))).toEqual({});
  });

  it('takes one consistent request for all keys', async () => {
    const keys = [await stored(), await stored(), someKey()];
    const consistency: unknown[] = [];
    between('command', ({ input }, pass) => {
      consistency.push(Object.values(input.RequestItems as Wanted).map((each) => each.ConsistentRead));
      return pass();
    });

    await read(keys);

    expect(consistency).toEqual([[true]]);
  });

  it('counts an item as absent from the second in which it expires, while DynamoDB still has it', async () => {
    const expiresAt = nowSeconds() + 60;
    const key = await stored({ expiresAt });
    vi.useFakeTimers({ toFake: ['Date'], now: expiresAt * 1000 - 1 });

    expect(await readOne(key)).toBeDefined();
    vi.setSystemTime(expiresAt * 1000);
    expect(await readOne(key)).toBeUndefined();
    expect(await read([key], { quick: true })).toEqual([undefined]);

    const { table, pk, sk } = key;
    const { Item } = await documents.send(new GetCommand({ TableName: table, Key: { pk, sk } }));
    expect(Item).toEqual({ pk, sk, expiresAt });
  });
});

describe('a quick read', () => {
  it('takes one request at half the cost when it finds everything', async () => {
    const keys = [await stored({ n: 1 }), await stored({ n: 2 })];
    const requests: Wanted[] = [];
    between('command', ({ input }, pass) => {
      requests.push(input.RequestItems as Wanted);
      return pass();
    });

    const found = await read(keys, { quick: true });

    expect(found.map((each) => each?.n)).toEqual([1, 2]);
    expect(requests.map((each) => Object.values(each)[0]?.ConsistentRead)).toEqual([false]);
  });

  it('finds what an eventually consistent read does not show yet, and asks for that alone again', async () => {
    const [seen, hidden, missing] = [await stored({ n: 1 }), await stored({ n: 2 }), someKey()];
    const asked: number[] = [];
    between('command', async ({ input }, pass) => {
      const [wanted] = Object.values(input.RequestItems as Wanted);
      asked.push(wanted?.Keys.length ?? 0);
      const result = await pass();
      if (wanted?.ConsistentRead) return result;
      const Responses = Object.fromEntries(
        Object.entries(result.output.Responses as Record<string, { pk: unknown }[]>).map(([table, items]) => [
          table,
          items.filter(({ pk }) => pk !== hidden.pk),
        ]),
      );
      return { ...result, output: { ...result.output, Responses } };
    });

    const found = await read([hidden, missing, seen], { quick: true });

    expect(found.map((each) => each?.n)).toEqual([2, undefined, 1]);
    expect(asked).toEqual([3, 2]);
  });
});

describe('keys that DynamoDB leaves unread', () => {
  beforeEach(() => void vi.spyOn(Math, 'random').mockReturnValue(0));
  afterEach(() => void vi.restoreAllMocks());

  /** Answers only the first key of a table and leaves the others, `times` times. */
  const leaveUnread = (times: number) => {
    let requests = 0;
    between('command', async ({ input }, pass) => {
      requests += 1;
      if (requests > times) return pass();
      const [[table, { Keys, ...rest }] = ['', { Keys: [] }]] = Object.entries(input.RequestItems as Wanted);
      const result = await pass({ RequestItems: { [table]: { Keys: Keys.slice(0, 1), ...rest } } });
      const left = Keys.slice(1);
      const UnprocessedKeys = left.length > 0 ? { [table]: { Keys: left, ...rest } } : {};
      return { ...result, output: { ...result.output, UnprocessedKeys } };
    });
    return () => requests;
  };

  it('are asked for again, and the answers put together', async () => {
    const keys = [await stored({ n: 1 }), await stored({ n: 2 }), await stored({ n: 3 })];
    const requests = leaveUnread(2);

    expect((await read(keys)).map((each) => each?.n)).toEqual([1, 2, 3]);
    expect(requests()).toBe(3);
  });

  it('make DynamoDB busy when they are left again and again', async () => {
    const keys = await Promise.all(Array.from({ length: 9 }, () => stored()));
    const requests = leaveUnread(100);

    await expect(read(keys)).rejects.toMatchObject({ name: 'ThrottlingException' });
    expect(requests()).toBe(5);
  });
});
