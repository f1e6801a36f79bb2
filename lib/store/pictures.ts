import { setting } from '../env.ts';
import { sha256 } from '../hash.ts';
import type { Picture } from '../picture.ts';
import { signedClient } from '../signed.ts';

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

const ask = (name: string, init: RequestInit = {}): Promise<Response> =>
  signedClient('s3', 2).fetch(`${setting('PICTURES_URL')}/${name}`, {
    ...init,
    signal: AbortSignal.timeout(TIME_LIMIT),
  });

const refusal = ({ status }: Response): Error =>
  Object.assign(new Error(`S3 answered HTTP ${status}`), { $metadata: { httpStatusCode: status } });
