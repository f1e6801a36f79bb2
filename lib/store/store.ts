import { setTimeout as pause } from 'node:timers/promises';
import {
  BatchGetCommand,
  DeleteCommand,
  PutCommand,
  paginateQuery,
  paginateScan,
  type QueryCommandInput,
  TransactWriteCommand,
  UpdateCommand,
} from '@aws-sdk/lib-dynamodb';
import { unmarshall } from '@aws-sdk/util-dynamodb';
import { nowSeconds } from '../time.ts';
import { isBusy } from './busy.ts';
import { documents } from './dynamodb.ts';
import {
  deleteParameters,
  type Item,
  type Key,
  primaryKey,
  putParameters,
  updateParameters,
  type Write,
} from './write.ts';

export type { Item, Key, Write } from './write.ts';
export { ABSENT, PRESENT } from './write.ts';

/** `item` is what an update left that asks for it (`returns`). When the condition did not hold, `old` is the living item that stood against it. */
export type Written = { ok: true; item: Item } | { ok: false; old: Item | undefined };

const BATCH_TRIES = 5;
/** DynamoDB takes a limit as an integer of 32 bits, and refuses a larger one. */
const LARGEST_LIMIT = 2 ** 31 - 1;
const TRANSACTION_TRIES = 12;

/**
 * Reads items by key in one request, in the order of the keys; what is missing or expired is undefined.
 * A quick read costs half and may be a moment old, so what it does not find is read again consistently.
 */
export const read = async (keys: Key[], { quick = false } = {}): Promise<(Item | undefined)[]> => {
  const items = await readBatch(keys, !quick);
  const missed = quick ? keys.filter((_, i) => !items[i]) : [];
  if (missed.length === 0) return items;

  const found = await readBatch(missed, true);
  return keys.map((key, i) => items[i] ?? found[missed.indexOf(key)]);
};

/** Reads one item by key, consistently. */
export const readOne = async (key: Key): Promise<Item | undefined> => (await read([key]))[0];

/** Whether an item lives: it has neither expired nor ended. */
export const isAlive = (item: Item): boolean => isKept(item) && item.endedAt === undefined;

/** Whether an item is to be seen at all: one that has ended is, one that has expired is not. */
export const isKept = ({ expiresAt }: Item): boolean =>
  !(typeof expiresAt === 'number' && expiresAt <= nowSeconds());

/**
 * Reads the living items of a query, all or the first `most` of them, page by page. On the table itself the read is
 * consistent; an index cannot be.
 * @param isWanted another choice of items: `isKept`, for those that have ended, too
 */
export const query = async (
  input: QueryCommandInput,
  most?: number,
  isWanted: (item: Item) => boolean = isAlive,
): Promise<Item[]> => {
  const items: Item[] = [];
  const Limit = most && Math.min(most, LARGEST_LIMIT);
  for await (const page of paginateQuery(
    { client: documents },
    { ConsistentRead: !input.IndexName, Limit, ...input },
  )) {
    items.push(...(page.Items ?? []).filter(isWanted));
    if (most !== undefined && items.length >= most) break;
  }
  return items.slice(0, most);
};

/**
 * Reads the items of one partition in the order of the sort keys, all or those whose sort key begins with `prefix`.
 * DynamoDB refuses an empty prefix: leave it out.
 */
export const queryPartition = (
  table: string,
  pk: string,
  prefix?: string,
  { only, isWanted }: Choice = {},
): Promise<Item[]> =>
  query(
    {
      TableName: table,
      KeyConditionExpression: `pk = :pk${prefix ? ' AND begins_with(sk, :prefix)' : ''}`,
      ...(only && projection(only)),
      ExpressionAttributeValues: {
        ':pk': pk,
        ...(prefix && { ':prefix': prefix }),
        ...(only && { ':now': nowSeconds() }),
      },
    },
    undefined,
    isWanted,
  );

/** What of a partition is wanted. */
type Choice = {
  /** These attributes alone, of living items: it costs as much capacity, but half the time to take them in. */
  only?: readonly string[] | undefined;
  /** Another choice of items than the living ones. */
  isWanted?: (item: Item) => boolean;
};

/** The parameters that leave out all attributes but these, and whatever does not live: what says so stays away, too. */
const projection = (only: readonly string[]) => ({
  ProjectionExpression: only.map((name) => `#${name}`).join(', '),
  ExpressionAttributeNames: Object.fromEntries(only.map((name) => [`#${name}`, name])),
  FilterExpression: '(attribute_not_exists(expiresAt) OR expiresAt > :now) AND attribute_not_exists(endedAt)',
});

/** Reads a whole table: for the operator's tools, never on a request's way. */
export const scan = async (table: string): Promise<Item[]> => {
  const items: Item[] = [];
  for await (const page of paginateScan({ client: documents }, { TableName: table, ConsistentRead: true })) {
    items.push(...(page.Items ?? []));
  }
  return items.filter(isAlive);
};

/** Carries out one write, if its condition holds. A transaction at work on the item is waited for. */
export const write = async (one: Write): Promise<Written> => {
  try {
    return { ok: true, item: (await outOfTheWay(() => send(one))).Attributes ?? {} };
  } catch (error) {
    if (!(error instanceof Error) || error.name !== 'ConditionalCheckFailedException') throw error;
    return { ok: false, old: livingOld(error as { Item?: unknown }) };
  }
};

/**
 * Carries out all writes or none. Another transaction at work on one of the items is waited for: at lunch hour many
 * eaters write to one stall's total at once.
 * @returns one result per write; when any is not `ok`, nothing was written.
 */
export const transact = async (writes: Write[]): Promise<Written[]> => {
  const TransactItems = writes.map(transactItem);
  try {
    await outOfTheWay(() => documents.send(new TransactWriteCommand({ TransactItems })));
    return writes.map(() => ({ ok: true, item: {} }));
  } catch (error) {
    const reasons = cancellationReasons(error);
    if (reasons.some(hasFailed)) return reasons.map(toWritten);
    throw error;
  }
};

type Reason = { Code?: string; Item?: unknown };

const readBatch = async (keys: Key[], consistent: boolean): Promise<(Item | undefined)[]> => {
  const tables = Map.groupBy(keys, ({ table }) => table);
  let wanted = Object.fromEntries(
    [...tables].map(([table, all]) => [table, { Keys: all.map(primaryKey), ConsistentRead: consistent }]),
  ) as NonNullable<BatchGetCommand['input']['RequestItems']>;
  const found = new Map<string, Item>();

  for (let attempt = 1; Object.keys(wanted).length > 0; attempt += 1) {
    if (attempt > BATCH_TRIES)
      throw Object.assign(new Error('Keys left unread'), { name: 'ThrottlingException' });
    if (attempt > 1) await backOff(attempt);
    const answer = await documents.send(new BatchGetCommand({ RequestItems: wanted }));
    for (const [table, items] of Object.entries(answer.Responses ?? {})) {
      for (const item of items.filter(isAlive)) found.set(JSON.stringify([table, item.pk, item.sk]), item);
    }
    wanted = answer.UnprocessedKeys ?? {};
  }
  return keys.map(({ table, pk, sk }) => found.get(JSON.stringify([table, pk, sk])));
};

const send = (one: Write): Promise<{ Attributes?: Item | undefined }> => {
  if ('put' in one) return documents.send(new PutCommand(putParameters(one)));
  if ('delete' in one) return documents.send(new DeleteCommand(deleteParameters(one)));
  const ReturnValues = one.returns ? 'ALL_NEW' : 'NONE';
  return documents.send(new UpdateCommand({ ...updateParameters(one), ReturnValues }));
};

const transactItem = (one: Write) => {
  if ('put' in one) return { Put: putParameters(one) };
  if ('delete' in one) return { Delete: deleteParameters(one) };
  return { Update: updateParameters(one) };
};

/** Repeats what transactions at work on the same items keep from being done; the SDK itself does not. */
const outOfTheWay = async <T>(act: () => Promise<T>): Promise<T> => {
  for (let attempt = 1; ; attempt += 1) {
    try {
      return await act();
    } catch (error) {
      if (!isInTheWay(error) || attempt === TRANSACTION_TRIES) throw error;
      await backOff(attempt);
    }
  }
};

const isInTheWay = (error: unknown): boolean =>
  error instanceof Error &&
  ['TransactionCanceledException', 'TransactionConflictException'].includes(error.name) &&
  isBusy(error) &&
  !cancellationReasons(error).some(hasFailed);

const cancellationReasons = (error: unknown): Reason[] =>
  error instanceof Error && error.name === 'TransactionCanceledException'
    ? ((error as Error & { CancellationReasons?: Reason[] }).CancellationReasons ?? [])
    : [];

const hasFailed = ({ Code }: Reason): boolean => Code === 'ConditionalCheckFailed';

const toWritten = (reason: Reason): Written =>
  hasFailed(reason) ? { ok: false, old: livingOld(reason) } : { ok: true, item: {} };

/** The document client translates answers, but not the item that comes with an error. */
const livingOld = (carrier: { Item?: unknown }): Item | undefined => {
  if (!carrier.Item) return undefined;
  const item = unmarshall(carrier.Item as Parameters<typeof unmarshall>[0]);
  return isAlive(item) ? item : undefined;
};

const backOff = (attempt: number) => pause(Math.random() * Math.min(20 * 2 ** attempt, 400));
