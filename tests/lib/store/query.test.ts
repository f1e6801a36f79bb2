import { afterEach, beforeAll, describe, expect, it, vi } from 'vitest';
import { setting } from '../../../lib/env.ts';
import { type Item, query, queryPartition, scan, write } from '../../../lib/store/store.ts';
import { nowSeconds } from '../../../lib/time.ts';
import { between, countRequests } from '../between.ts';

const table = setting('CALLME_TABLE');
const put = (pk: string, sk: string, item: Item = {}) => write({ put: { table, pk, sk }, item });
const sortKeys = (items: Item[]) => items.map(({ sk }) => sk);

afterEach(() => void vi.useRealTimers());

describe('queryPartition', () => {
  it('reads one partition’s items with the prefix, in the order of the sort keys', async () => {
    await Promise.all(['t#10', 't#09', 't#2', 's#1', 't', 'u#1'].map((sk) => put('prefix', sk)));
    await put('prefix2', 't#1');

    expect(sortKeys(await queryPartition(table, 'prefix', 't#'))).toEqual(['t#09', 't#10', 't#2']);
    expect(await queryPartition(table, 'nobody', 't#')).toEqual([]);
  });

  it('reads a whole partition without a prefix, and names no empty one: DynamoDB refuses it for a key', async () => {
    await Promise.all(['a', 'b#1'].map((sk) => put('whole', sk)));
    const given: unknown[] = [];
    const stop = between('command', ({ input }, pass) => {
      given.push(input.ExpressionAttributeValues);
      return pass();
    });

    const items = await queryPartition(table, 'whole');
    stop();

    expect(sortKeys(items)).toEqual(['a', 'b#1']);
    expect(given).toEqual([{ ':pk': 'whole' }]);
  });

  it('leaves out what has expired, while DynamoDB still has it', async () => {
    const expiresAt = nowSeconds() + 60;
    await put('expiring', 't#1', { expiresAt });
    await put('expiring', 't#2', { expiresAt: expiresAt + 1 });
    await put('expiring', 't#3');

    vi.useFakeTimers({ toFake: ['Date'], now: expiresAt * 1000 - 1 });
    expect(sortKeys(await queryPartition(table, 'expiring', 't#'))).toEqual(['t#1', 't#2', 't#3']);
    vi.setSystemTime(expiresAt * 1000);
    expect(sortKeys(await queryPartition(table, 'expiring', 't#'))).toEqual(['t#2', 't#3']);
  });
});

describe('query, when the first items are enough', () => {
  const first = (most: number) =>
    query(
      {
        TableName: table,
        KeyConditionExpression: 'pk = :pk',
        ExpressionAttributeValues: { ':pk': 'first' },
        ScanIndexForward: false,
      },
      most,
    );

  it('reads no more than these, in one request', async () => {
    await Promise.all(['a', 'b', 'c', 'd'].map((sk) => put('first', sk)));
    let found: Item[] = [];

    const requests = await countRequests(async () => {
      found = await first(2);
    });

    expect(sortKeys(found)).toEqual(['d', 'c']);
    expect(requests).toEqual({ Query: 1 });
    expect(sortKeys(await first(9))).toEqual(['d', 'c', 'b', 'a']);
  });

  it('reads on where some of them have expired', async () => {
    await put('first', 'e', { expiresAt: nowSeconds() - 1 });
    await put('first', 'f', { expiresAt: nowSeconds() - 1 });

    expect(sortKeys(await first(3))).toEqual(['d', 'c', 'b']);
  });
});

describe('query, when more are enough than there can be', () => {
  it('asks DynamoDB for no more than it can count', async () => {
    const limits: unknown[] = [];
    between('command', ({ input }, pass) => {
      limits.push(input.Limit);
      return pass();
    });
    await query(
      { TableName: table, KeyConditionExpression: 'pk = :pk', ExpressionAttributeValues: { ':pk': 'many' } },
      99_999_999_900,
    );

    expect(limits).toEqual([2 ** 31 - 1]);
  });
});

describe('more than one page', () => {
  const ITEMS = 12;
  const sized = Array.from({ length: ITEMS }, (_, i) => `t#${String(i).padStart(2, '0')}`);

  beforeAll(async () => {
    await Promise.all(sized.map((sk) => put('pages', sk, { user: 'pages', filler: 'x'.repeat(300 * 1024) })));
  });

  it('is read to the end', async () => {
    let found: Item[] = [];
    const requests = await countRequests(async () => {
      found = await queryPartition(table, 'pages', 't#');
    });

    expect(sortKeys(found)).toEqual(sized);
    expect(requests.Query).toBeGreaterThan(2);
  });

  it('is read to the end of a table', async () => {
    let found: Item[] = [];
    const requests = await countRequests(async () => {
      found = await scan(table);
    });

    expect(sortKeys(found.filter(({ pk }) => pk === 'pages')).sort()).toEqual(sized);
    expect(requests.Scan).toBeGreaterThan(2);
  });

  it('is read to the end of an index', async () => {
    const found = await query({
      TableName: table,
      IndexName: 'byUser',
      KeyConditionExpression: '#user = :user',
      ExpressionAttributeNames: { '#user': 'user' },
      ExpressionAttributeValues: { ':user': 'pages' },
    });

    expect(sortKeys(found)).toEqual(sized);
  });
});

describe('a query', () => {
  it('is consistent on the table, which an index cannot be', async () => {
    const consistency: unknown[] = [];
    const stop = between('command', ({ input }, pass) => {
      consistency.push(input.ConsistentRead);
      return pass();
    });
    const telNum = '13800000000';

    await queryPartition(table, 'x', 'y');
    await query({
      TableName: table,
      IndexName: 'byTel',
      KeyConditionExpression: 'telNum = :telNum',
      ExpressionAttributeValues: { ':telNum': telNum },
    });
    stop();

    expect(consistency).toEqual([true, false]);
  });

  it('leaves out of an index and a scan what has expired', async () => {
    const expiresAt = nowSeconds() + 60;
    const telNum = '13900000000';
    await put('tel', 'a', { telNum, expiresAt });
    await put('tel', 'b', { telNum });
    const byTel = () =>
      query({
        TableName: table,
        IndexName: 'byTel',
        KeyConditionExpression: 'telNum = :telNum',
        ExpressionAttributeValues: { ':telNum': telNum },
      });

    expect(sortKeys(await byTel()).sort()).toEqual(['a', 'b']);
    vi.useFakeTimers({ toFake: ['Date'], now: expiresAt * 1000 });
    expect(sortKeys(await byTel())).toEqual(['b']);
    expect(sortKeys((await scan(table)).filter(({ pk }) => pk === 'tel'))).toEqual(['b']);
  });
});
