import type { DynamoDBBatchResponse, DynamoDBStreamEvent } from 'aws-lambda';
import { describeError, log } from '../log.ts';
import { type Change, ticketOf, toChanges } from './changes.ts';

/** A Lambda that the table's stream tells of changes. A DynamoDB stream serves two of them, no more. */
export type Consumer = (event: DynamoDBStreamEvent) => Promise<DynamoDBBatchResponse>;

/**
 * Makes a consumer of the table's stream. Stalls are served side by side, each with its changes in their order; of one
 * that fails the stream delivers its changes again, and gives them to the consumer's dead-letter queue in the end.
 * @param complaint what the log says when it fails
 */
export const perStall =
  (complaint: string, serve: (changes: Change[]) => Promise<void>): Consumer =>
  async ({ Records }) => {
    const stalls = Map.groupBy(Records.flatMap(toChanges), (change) => ticketOf(change).sellerId);
    const failures = await Promise.all(
      Array.from(stalls.values(), async (changes) => {
        try {
          await serve(changes);
          return [];
        } catch (error) {
          log('error', complaint, describeError(error));
          return [{ itemIdentifier: (changes[0] as Change).sequence }];
        }
      }),
    );
    return { batchItemFailures: failures.flat() };
  };
