import { createDecipheriv } from 'node:crypto';

/** Why open data could not be read, in the words of WeChat's own demo. */
export class DecryptionError extends Error {
  override readonly name: string = 'DecryptionError';
}

/** The data could be read, and was meant for another app. */
export class WatermarkError extends DecryptionError {
  override readonly name = 'WatermarkError';
}

/**
 * Decrypts WeChat's open data (AES-128-CBC, PKCS#7) and checks that it was meant for `appid`.
 * A `+` that a form turned into a space is turned back.
 * @throws DecryptionError on bad base64, a key or iv of the wrong size, bad padding, no JSON; WatermarkError
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
  try {
    const aes = createDecipheriv('aes-128-cbc', key, iv);
    const value: unknown = JSON.parse(Buffer.concat([aes.update(data), aes.final()]).toString('utf8'));
    if (typeof value === 'object' && value !== null) return value as Record<string, unknown>;
  } catch {
    // A wrong key passes the padding check once in 256 times and a wrong iv always: both end up here as bad JSON.
  }
  throw new DecryptionError('encryptedData could not be decrypted with this session_key and iv');
};
