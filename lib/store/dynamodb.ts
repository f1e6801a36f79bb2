import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb';

/** The one document client. A try that hangs is cut off and repeated well within a function's time. */
export const documents = DynamoDBDocumentClient.from(
  new DynamoDBClient({ maxAttempts: 3, requestHandler: { connectionTimeout: 1_000, requestTimeout: 2_000 } }),
  { marshallOptions: { removeUndefinedValues: true } },
);

const BUSY = new Set([
  'ECONNREFUSED',
  'ECONNRESET',
  'EPIPE',
  'ENOTFOUND',
  'ETIMEDOUT',
  'TimeoutError',
  'AbortError',
  'InternalServerError',
  'LimitExceededException',
  'ProvisionedThroughputExceededException',
  'RequestLimitExceeded',
  'ServiceUnavailable',
  'SlowDown',
  'ThrottlingException',
  'TransactionInProgressException',
]);

/** Whether an error says that DynamoDB or S3 cannot answer now, rather than that the request was wrong. */
export const isBusy = (error: unknown): boolean => {
  if (!(error instanceof Error)) return false;
  if (error instanceof AggregateError && error.errors.some(isBusy)) return true;
  const { code, $metadata } = error as Error & { code?: string; $metadata?: { httpStatusCode?: number } };
  return BUSY.has(error.name) || BUSY.has(code ?? '') || ($metadata?.httpStatusCode ?? 0) >= 500;
};
