type Level = 'info' | 'warn' | 'error';

/**
 * Writes one JSON line to the function's log. Callers pass what identifies an event, never whole requests:
 * session keys, codes, secrets, WeChat's session_key and openids do not belong in a log.
 */
export const log = (level: Level, message: string, details: Record<string, unknown> = {}): void => {
  console[level](JSON.stringify({ level, message, ...details }));
};

/**
 * What makes a log line count: CloudWatch adds 1 to the metric of this name, in the namespace `callme`, by service.
 * @see https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/CloudWatch_Embedded_Metric_Format_Specification.html
 */
export const counted = (service: string, metric: string): Record<string, unknown> => ({
  _aws: {
    Timestamp: Date.now(),
    CloudWatchMetrics: [
      { Namespace: 'callme', Dimensions: [['service']], Metrics: [{ Name: metric, Unit: 'Count' }] },
    ],
  },
  service,
  [metric]: 1,
});

/** What a log line says of an error: enough to find the defect, without the data that caused it. */
export const describeError = (error: unknown): Record<string, unknown> =>
  error instanceof Error
    ? {
        error: error.name,
        reason: error.message,
        stack: error.stack,
        ...(error.cause ? { cause: String(error.cause) } : {}),
      }
    : { error: String(error) };
