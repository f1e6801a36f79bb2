import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { TestProject } from 'vitest/node';
import { startDynamoDB } from '../../local/dynamodb.ts';
import { freePort } from '../../local/ports.ts';
import { startS3 } from '../../local/s3.ts';
import { prepareBrowser } from './browser.ts';

declare module 'vitest' {
  interface ProvidedContext {
    dynamodb: string;
    s3: string;
  }
}

/** One embedded DynamoDB and one embedded S3 for the whole run; each test file has tables of its own in them. */
export default async ({ provide }: TestProject) => {
  const directory = await mkdtemp(join(tmpdir(), 'callme-test-'));
  const dynamodb = await startDynamoDB({ port: await freePort() });
  await prepareBrowser();
  const s3 = await startS3({ port: 0, directory });
  provide('dynamodb', dynamodb.url);
  provide('s3', s3.url);
  return async () => {
    await Promise.all([dynamodb.stop(), s3.stop()]);
    await rm(directory, { recursive: true, force: true });
  };
};
