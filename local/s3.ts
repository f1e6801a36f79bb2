import S3rver from 's3rver';

/** An S3 that runs in this process. */
export type EmbeddedS3 = { url: string; stop: () => Promise<void> };

/** The only key pair that the embedded S3 knows; the embedded DynamoDB takes any. */
export const LOCAL_CREDENTIALS = { AWS_ACCESS_KEY_ID: 'S3RVER', AWS_SECRET_ACCESS_KEY: 'S3RVER' };

/** Starts the embedded S3 with one bucket. Its objects are files in `directory`. */
export const startS3 = async (options: {
  port: number;
  directory: string;
  bucket: string;
}): Promise<EmbeddedS3> => {
  const { port, directory, bucket } = options;
  const server = new S3rver({
    port,
    address: '127.0.0.1',
    silent: true,
    directory,
    configureBuckets: [{ name: bucket, configs: [] }],
  });
  const address = await server.run();
  return { url: `http://127.0.0.1:${address.port}`, stop: () => server.close() };
};
