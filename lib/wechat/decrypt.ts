import { createDecipheriv } from 'node:crypto';
import { isSame } from '../hash.ts';
import { openDataSignature } from './signature.ts';

/** Why open data could not be read, in the words of WeChat's own demo. */
export class DecryptionError extends Error {
  override readonly name: string = 'DecryptionError';
}

/** The data could be read, and was meant for another app. */
export class WatermarkError extends DecryptionError {
  override readonly name = 'WatermarkError';
}

/** With this session_key and iv nothing can be read, or the signature is another's. Another session_key may fit. */
export class UnfitKeyError extends DecryptionError {
  override readonly name = 'UnfitKeyError';
}

/**
 * Decrypts WeChat's open data (AES-128-CBC, PKCS#7) and checks that it was meant for `appid`.
 * A `+` that a form turned into a space is turned back.
 * @throws DecryptionError on bad base64, a key or iv of the wrong size; UnfitKeyError on bad padding, no JSON; WatermarkError
 * @see https://developers.weixin.qq.com/miniprogram/dev/api/signature.html
 */
export const decrypt = (
  appid: string,
  sessionKey: string,
  encryptedData: string,
  iv: string,
): Record<string, unknown> => {
  const key = fromBase64(sessionKey, 'session_key', 16);
  const data = fromBase64(encryptedData, 'encryptedData');
  const plain = decipher(key, fromBase64(iv, 'iv', 16), data);
  if (plain.watermark?.appid !== appid) throw new WatermarkError('The watermark names another app');
  return plain;
};

/**
 * Reads open data that came as plain text with a signature (SHA-1 of text and session_key, in hex).
 * @throws UnfitKeyError when WeChat has not signed it with this session_key; DecryptionError when it is no JSON object
 * @see https://developers.weixin.qq.com/miniprogram/dev/api/signature.html
 */
export const readSigned = (
  sessionKey: string,
  rawData: string,
  signature: string,
): Record<string, unknown> => {
  if (!isSame(signature.toLowerCase(), openDataSignature(rawData, sessionKey)))
    throw new UnfitKeyError('The signature does not fit this session_key');
  const plain = parseObject(() => rawData);
  if (!plain || Array.isArray(plain)) throw new DecryptionError('rawData is no JSON object');
  return plain;
};

const fromBase64 = (text: string, name: string, size?: number): Buffer => {
  const base64 = text.replaceAll(' ', '+');
  const bytes = Buffer.from(base64, 'base64');
  // Node skips what is no base64 and takes the URL-safe alphabet too: only what encodes back is the real thing.
  if (bytes.length === 0 || bytes.toString('base64') !== base64)
    throw new DecryptionError(`${name} is not base64`);
  if (size && bytes.length !== size) throw new DecryptionError(`${name} has not ${size} bytes`);
  return bytes;
};

const decipher = (
  key: Buffer,
  iv: Buffer,
  data: Buffer,
): Record<string, unknown> & { watermark?: { appid?: unknown } } => {
  // A wrong key passes the padding check once in 256 times and a wrong iv always: both end up here as bad JSON.
  const plain = parseObject(() => {
    const aes = createDecipheriv('aes-128-cbc', key, iv);
    return Buffer.concat([aes.update(data), aes.final()]).toString('utf8');
  });
  if (plain) return plain;
  throw new UnfitKeyError('encryptedData could not be decrypted with this session_key and iv');
};

/** The object that a JSON text says; undefined when it says none, or cannot be had. */
const parseObject = (text: () => string): Record<string, unknown> | undefined => {
  try {
    const value: unknown = JSON.parse(text());
    return typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : undefined;
  } catch {
    return undefined;
  }
};
