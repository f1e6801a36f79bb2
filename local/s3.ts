import { CreateBucketCommand, HeadBucketCommand, S3Client } from '@aws-sdk/client-s3';
import S3rver from 's3rver';
import { PICTURES_BUCKET } from './environment.ts';

/** An S3 that runs in this process. */
export type EmbeddedS3 = { url: string; stop: () => Promise<void> };

/** Starts the embedded S3 with the bucket. Its objects are files in `directory`. */
export const startS3 = async (options: { port: number; directory: string }): Promise<EmbeddedS3> => {
  const { port, directory } = options;
  const server = new S3rver({
    port,
    address: '127.0.0.1',
    silent: true,
    directory,
    configureBuckets: [{ name: PICTURES_BUCKET, configs: [] }],
  });
  const address = await server.run();
  return { url: `http://127.0.0.1:${address.port}`, stop: () => server.close() };
};

/** Makes sure that the S3 of the environment has the bucket. */
export const createBucket = async (): Promise<void> => {
  const Bucket = PICTURES_BUCKET;
  const client = new S3Client({
    forcePathStyle: true,
    requestHandler: { connectionTimeout: 2_000, requestTimeout: 5_000 },
  });
  try {
    await client.send(new HeadBucketCommand({ Bucket })).catch((error: Error) => {
      if (error.name !== 'NotFound') throw error;
      return client.send(new CreateBucketCommand({ Bucket }));
    });
  } finally {
    client.destroy();
  }
};
