import type { DynamoDBBatchResponse, DynamoDBRecord, DynamoDBStreamEvent } from 'aws-lambda';
import { describeError, log } from '../log.ts';

/** A Lambda that the table's stream tells of changes. A DynamoDB stream serves two of them, no more. */
export type Consumer = (event: DynamoDBStreamEvent) => Promise<DynamoDBBatchResponse>;

/**
 * Makes a consumer of the table's stream. Stalls are served side by side, each with its changes in their order; of one
 * that fails the stream delivers its changes again, and gives them to the consumer's dead-letter queue in the end.
 * @param complaint what the log says when it fails
 */
export const perStall =
  (complaint: string, serve: (records: DynamoDBRecord[]) => Promise<void>): Consumer =>
  async ({ Records }) => {
    const stalls = Map.groupBy(Records, ({ dynamodb }) => dynamodb?.Keys?.pk?.S);
    const failures = await Promise.all(
      Array.from(stalls.values(), async (records) => {
        try {
          await serve(records);
          return [];
        } catch (error) {
          log('error', complaint, describeError(error));
          return [{ itemIdentifier: records[0]?.dynamodb?.SequenceNumber ?? '' }];
        }
      }),
    );
    return { batchItemFailures: failures.flat() };
  };
