import { GetCommand } from '@aws-sdk/lib-dynamodb';
import { marshall } from '@aws-sdk/util-dynamodb';
import type { DynamoDBBatchResponse, DynamoDBRecord } from 'aws-lambda';
import { ticketKey } from '../../lib/callme/keys.ts';
import type { Ticket } from '../../lib/callme/queue.ts';
import { documents } from '../../lib/store/dynamodb.ts';
import type { Item } from '../../lib/store/store.ts';
import { primaryKey } from '../../lib/store/write.ts';

let sequence = 0;

/** Does something to a ticket, and returns the record that the table's stream would carry of it. */
export const recordOf = async (
  { sellerId, marchSn }: Pick<Ticket, 'sellerId' | 'marchSn'>,
  act: () => Promise<unknown>,
): Promise<DynamoDBRecord> => {
  const key = ticketKey(sellerId, marchSn);
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
  const dynamodb = { SequenceNumber: String(sequence), OldImage: image(before), NewImage: image(after) };
  return { eventName: before ? (after ? 'MODIFY' : 'REMOVE') : 'INSERT', dynamodb } as DynamoDBRecord;
};

/** Hands records to the notify Lambda. */
export const deliver = async (...Records: DynamoDBRecord[]): Promise<DynamoDBBatchResponse> => {
  const { handler } = await import('../../functions/callme/notify.ts');
  return handler({ Records });
};
