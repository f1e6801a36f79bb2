import { AwsClient } from 'aws4fetch';
import { setting } from './env.ts';

/**
 * A client of an AWS service that is HTTP with a signature. One of a few kilobytes signs it: the SDK's own would make a
 * bundle half as large again, for a call or two.
 * @param retries how often a request is sent again that the service could not answer
 */
export const signedClient = (service: 's3' | 'lambda', retries: number): AwsClient =>
  new AwsClient({
    accessKeyId: setting('AWS_ACCESS_KEY_ID'),
    secretAccessKey: setting('AWS_SECRET_ACCESS_KEY'),
    ...(process.env.AWS_SESSION_TOKEN && { sessionToken: process.env.AWS_SESSION_TOKEN }),
    region: setting('AWS_REGION'),
    service,
    retries,
  });
