const BUSY = new Set([
  'ECONNREFUSED',
  'ECONNRESET',
  'EPIPE',
  'EAI_AGAIN',
  'ENOTFOUND',
  'ETIMEDOUT',
  'TimeoutError',
  'AbortError',
  'InternalServerError',
  'LimitExceededException',
  'ProvisionedThroughputExceededException',
  'RequestLimitExceeded',
  'RequestTimeout',
  'ServiceUnavailable',
  'SlowDown',
  'ThrottlingException',
  'TransactionConflictException',
  'TransactionInProgressException',
]);

/** Reasons to cancel a transaction that are gone a moment later. */
const BUSY_REASONS = new Set(['TransactionConflict', 'ThrottlingError', 'ProvisionedThroughputExceeded']);

type SdkError = Error & {
  code?: string;
  $metadata?: { httpStatusCode?: number };
  CancellationReasons?: { Code?: string }[];
};

/** Whether an error says that DynamoDB or S3 cannot answer now, rather than that the request was wrong. */
export const isBusy = (error: unknown): boolean => {
  if (!(error instanceof Error)) return false;
  if (error instanceof AggregateError && error.errors.some(isBusy)) return true;
  // `fetch` says that it failed, and why in the cause.
  if (error.cause !== undefined && isBusy(error.cause)) return true;
  const { name, code = '', $metadata, CancellationReasons = [] } = error as SdkError;
  if (CancellationReasons.some(({ Code = '' }) => BUSY_REASONS.has(Code))) return true;
  return BUSY.has(name) || BUSY.has(code) || ($metadata?.httpStatusCode ?? 0) >= 500;
};
