import type { DynamoDBBatchResponse, DynamoDBStreamEvent } from 'aws-lambda';
import { type Change, ticketOf, toChanges } from '../../lib/callme/changes.ts';
import { notify } from '../../lib/callme/notify.ts';
import { describeError, log } from '../../lib/log.ts';

/**
 * The table's stream: every change of a ticket, in the order of its stall. Stalls are served side by side; of one that
 * fails the stream delivers its changes again, and gives them to the dead-letter queue in the end.
 */
export const handler = async ({ Records }: DynamoDBStreamEvent): Promise<DynamoDBBatchResponse> => {
  const stalls = Map.groupBy(Records.flatMap(toChanges), (change) => ticketOf(change).sellerId);
  const failures = await Promise.all(
    Array.from(stalls.values(), async (changes) => {
      try {
        await notify(changes);
        return [];
      } catch (error) {
        log('error', 'changes could not be told', describeError(error));
        return [{ itemIdentifier: (changes[0] as Change).sequence }];
      }
    }),
  );
  return { batchItemFailures: failures.flat() };
};
