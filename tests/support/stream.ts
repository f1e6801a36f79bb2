import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { GetCommand } from '@aws-sdk/lib-dynamodb';
import { marshall } from '@aws-sdk/util-dynamodb';
import type { DynamoDBBatchResponse, DynamoDBRecord } from 'aws-lambda';
import { parse } from 'yaml';
import { type Change, toChanges } from '../../lib/callme/changes.ts';
import type { Consumer } from '../../lib/callme/consumer.ts';
import { ticketKey } from '../../lib/callme/keys.ts';
import type { Ticket } from '../../lib/callme/queue.ts';
import { documents } from '../../lib/store/dynamodb.ts';
import type { Item, Key } from '../../lib/store/store.ts';
import { primaryKey } from '../../lib/store/write.ts';

type Declared = Record<string, { events: { stream: { filterPatterns: object[] } }[] }>;
type Filter = (patterns: object[], records: DynamoDBRecord[]) => DynamoDBRecord[];

let sequence = 0;

/** Does something to a ticket, and returns the record that the table's stream would carry of it. */
export const recordOf = (
  { sellerId, marchSn }: Pick<Ticket, 'sellerId' | 'marchSn'>,
  act: () => Promise<unknown>,
): Promise<DynamoDBRecord> => recordOfItem(ticketKey(sellerId, marchSn), act);

/** The same of any item. */
export const recordOfItem = async (key: Key, act: () => Promise<unknown>): Promise<DynamoDBRecord> => {
  // As DynamoDB has it: also when it has expired.
  const look = async () =>
    (
      await documents.send(
        new GetCommand({ TableName: key.table, Key: primaryKey(key), ConsistentRead: true }),
      )
    ).Item;
  const before = await look();
  await act();
  const after = await look();
  sequence += 1;
  const image = (item: Item | undefined) => item && marshall(item, { removeUndefinedValues: true });
  const dynamodb = {
    Keys: marshall(primaryKey(key)),
    SequenceNumber: String(sequence),
    OldImage: image(before),
    NewImage: image(after),
  };
  return { eventName: before ? (after ? 'MODIFY' : 'REMOVE') : 'INSERT', dynamodb } as DynamoDBRecord;
};

/** What records say. */
export const changesOf = (...records: DynamoDBRecord[]): Change[] => records.flatMap(toChanges);

/** Hands records to the notify Lambda, as far as they pass its filter. */
export const deliver = (...records: DynamoDBRecord[]) => deliverTo('notify', records);

/** Hands records to the messages Lambda, as far as they pass its filter. */
export const deliverMessages = (...records: DynamoDBRecord[]) => deliverTo('messages', records);

/** The records that a consumer of the stream is told of. */
export const heardBy = async (name: string, records: DynamoDBRecord[]): Promise<DynamoDBRecord[]> => {
  const declared = parse(await readFile('functions/callme/functions.yml', 'utf8'), { logLevel: 'error' });
  const [event] = (declared as Declared)[`callme-${name}`]?.events ?? [];
  return filterRecords(event?.stream.filterPatterns ?? [], records);
};

const { filterRecords } = createRequire(import.meta.url)(
  'serverless-offline-dynamodb-streams/src/filter-patterns.js',
) as { filterRecords: Filter };

const deliverTo = async (name: string, records: DynamoDBRecord[]): Promise<DynamoDBBatchResponse> => {
  const Records = await heardBy(name, records);
  if (Records.length === 0) return { batchItemFailures: [] };
  const { handler } = (await import(`../../functions/callme/${name}.ts`)) as { handler: Consumer };
  return handler({ Records });
};
