import { createCipheriv, createDecipheriv, randomBytes } from 'node:crypto';

/** Whose messages are encrypted, and by which key: WeChat's EncodingAESKey, base64 of 32 bytes without its `=`. */
export type Cipher = { appid: string; aesKey: string };

const ALGORITHM = 'aes-256-cbc';
/** WeChat pads to 32 bytes, twice AES's block. */
const BLOCK = 32;
const RANDOM = 16;
const LENGTH = 4;

/** Whether a text has the form of an EncodingAESKey. */
export const isAesKey = (text: string): boolean => /^[A-Za-z0-9]{43}$/.test(text);

/**
 * Encrypts a message (XML) as WeChat does in 安全模式: 16 random bytes, the length, the message and the appid.
 * @returns base64, for the element `Encrypt`
 * @see https://developers.weixin.qq.com/doc/oplatform/Third-party_Platforms/2.0/api/Before_Develop/Technical_Plan.html
 */
export const encryptMessage = (
  { appid, aesKey }: Cipher,
  text: string,
  random: Uint8Array = randomBytes(RANDOM),
): string => {
  const message = Buffer.from(text);
  const length = Buffer.alloc(LENGTH);
  length.writeUInt32BE(message.length);
  const plain = Buffer.concat([random, length, message, Buffer.from(appid)]);
  const padding = BLOCK - (plain.length % BLOCK);
  const cipher = createCipheriv(ALGORITHM, ...keyOf(aesKey)).setAutoPadding(false);
  const padded = Buffer.concat([plain, Buffer.alloc(padding, padding)]);
  return Buffer.concat([cipher.update(padded), cipher.final()]).toString('base64');
};

/** Decrypts a message. @returns undefined for one of another key or appid, or that is damaged */
export const decryptMessage = ({ appid, aesKey }: Cipher, encrypted: string): string | undefined => {
  const plain = unpad(decipher(aesKey, Buffer.from(encrypted, 'base64')));
  if (plain.length < RANDOM + LENGTH) return undefined;
  const begin = RANDOM + LENGTH;
  const end = begin + plain.readUInt32BE(RANDOM);
  // A length that is too large leaves no appid.
  return plain.toString('utf8', end) === appid ? plain.toString('utf8', begin, end) : undefined;
};

const decipher = (aesKey: string, bytes: Buffer): Buffer => {
  if (bytes.length % RANDOM !== 0) return Buffer.alloc(0);
  const cipher = createDecipheriv(ALGORITHM, ...keyOf(aesKey)).setAutoPadding(false);
  return Buffer.concat([cipher.update(bytes), cipher.final()]);
};

/** Takes the padding off: as many bytes as each of them says. */
const unpad = (bytes: Buffer): Buffer => {
  const padding = bytes.at(-1) ?? 0;
  const isPadded =
    padding >= 1 && padding <= BLOCK && bytes.subarray(-padding).every((one) => one === padding);
  return isPadded ? bytes.subarray(0, -padding) : Buffer.alloc(0);
};

/** The key, and the first half of it, which is the initialization vector. */
const keyOf = (aesKey: string): [key: Buffer, iv: Buffer] => {
  const key = Buffer.from(aesKey, 'base64');
  return [key, key.subarray(0, RANDOM)];
};
