import { createHash } from 'node:crypto';
import { GetObjectCommand, NoSuchKey, PutObjectCommand, S3Client } from '@aws-sdk/client-s3';
import { setting } from '../env.ts';
import type { Picture } from '../picture.ts';

const EXTENSION = { 'image/png': 'png', 'image/jpeg': 'jpg' } as const;
const NAME = /^[0-9a-f]{32}\.(png|jpg)$/;

const s3 = new S3Client({
  maxAttempts: 3,
  requestHandler: { connectionTimeout: 1_000, requestTimeout: 5_000, throwOnRequestTimeout: true },
  // An embedded S3 has no host name per bucket.
  forcePathStyle: process.env.AWS_ENDPOINT_URL_S3 !== undefined,
});

/** Stores a picture and returns its name. The same picture gets the same name, so a name's content never changes. */
export const savePicture = async ({ bytes, type }: Picture): Promise<string> => {
  const name = `${createHash('sha256').update(bytes).digest('hex').slice(0, 32)}.${EXTENSION[type]}`;
  await s3.send(
    new PutObjectCommand({ Bucket: setting('PICTURES_BUCKET'), Key: name, Body: bytes, ContentType: type }),
  );
  return name;
};

/** Reads a stored picture; undefined when there is none of that name. */
export const readPicture = async (name: string): Promise<Picture | undefined> => {
  if (!NAME.test(name)) return undefined;
  try {
    const { Body } = await s3.send(new GetObjectCommand({ Bucket: setting('PICTURES_BUCKET'), Key: name }));
    const bytes = (await Body?.transformToByteArray()) ?? new Uint8Array();
    return { bytes, type: name.endsWith('.png') ? 'image/png' : 'image/jpeg' };
  } catch (error) {
    if (error instanceof NoSuchKey) return undefined;
    throw error;
  }
};
