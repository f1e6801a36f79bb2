import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb';

/** The one document client. A try that hangs is cut off and repeated well within a function's time. */
export const documents = DynamoDBDocumentClient.from(
  new DynamoDBClient({
    maxAttempts: 3,
    // Without the latter the SDK only warns of a request that takes longer, and waits on. It has a limit for connecting,
    // too, but counts the wait for a free socket in: a burst in one process would look like a network that is down.
    requestHandler: { requestTimeout: 4_000, throwOnRequestTimeout: true },
  }),
  { marshallOptions: { removeUndefinedValues: true } },
);
