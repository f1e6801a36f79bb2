import { AwsClient } from 'aws4fetch';
import { setting } from '../env.ts';
import { sha256 } from '../hash.ts';
import type { Picture } from '../picture.ts';

const EXTENSION = { 'image/png': 'png', 'image/jpeg': 'jpg' } as const;
const NAME = /^[0-9a-f]{32}\.(png|jpg)$/;
const TIME_LIMIT = 5_000;

/** Stores a picture and returns its name. The same picture gets the same name, so a name's content never changes. */
export const savePicture = async ({ bytes, type }: Picture): Promise<string> => {
  const name = `${sha256(bytes).slice(0, 32)}.${EXTENSION[type]}`;
  const answer = await ask(name, {
    method: 'PUT',
    body: new Uint8Array(bytes),
    headers: { 'content-type': type },
  });
  if (!answer.ok) throw refusal(answer);
  return name;
};

/** Reads a stored picture; undefined when there is none of that name. */
export const readPicture = async (name: string): Promise<Picture | undefined> => {
  if (!NAME.test(name)) return undefined;
  const answer = await ask(name);
  if (answer.status === 404) return undefined;
  if (!answer.ok) throw refusal(answer);
  return { bytes: await answer.bytes(), type: name.endsWith('.png') ? 'image/png' : 'image/jpeg' };
};

/**
 * Asks the bucket. S3 is HTTP with a signature, and a client of a few kilobytes signs it: the SDK's own would make the
 * bundle half as large again, for two calls.
 */
const ask = (name: string, init: RequestInit = {}): Promise<Response> => {
  const client = new AwsClient({
    accessKeyId: setting('AWS_ACCESS_KEY_ID'),
    secretAccessKey: setting('AWS_SECRET_ACCESS_KEY'),
    ...(process.env.AWS_SESSION_TOKEN && { sessionToken: process.env.AWS_SESSION_TOKEN }),
    region: setting('AWS_REGION'),
    service: 's3',
    retries: 2,
  });
  return client.fetch(`${setting('PICTURES_URL')}/${name}`, {
    ...init,
    signal: AbortSignal.timeout(TIME_LIMIT),
  });
};

const refusal = ({ status }: Response): Error =>
  Object.assign(new Error(`S3 answered HTTP ${status}`), { $metadata: { httpStatusCode: status } });
