import { createHash, randomBytes, timingSafeEqual } from 'node:crypto';

/** SHA-256 in hex: what a table keeps of a secret that a client holds, and what names bytes by their content. */
export const sha256 = (data: string | Uint8Array): string => createHash('sha256').update(data).digest('hex');

/** A UUID (RFC 9562, version 8) that is always the same for the same name: it identifies, and proves nothing. */
export const uuidOf = (name: string): string => {
  const hex = sha256(name);
  const variant = '89ab'[Number.parseInt(hex[16] as string, 16) % 4];
  return [
    hex.slice(0, 8),
    hex.slice(8, 12),
    `8${hex.slice(13, 16)}`,
    `${variant}${hex.slice(17, 20)}`,
    hex.slice(20, 32),
  ].join('-');
};

/** 160 random bits as 40 hex digits: a key, a token or a state that nobody guesses. */
export const randomKey = (): string => randomBytes(20).toString('hex');

/** Whether two texts are the same, in a time that does not tell how much of a guess is right. */
export const isSame = (given: string, right: string): boolean => {
  const [one, other] = [Buffer.from(given), Buffer.from(right)];
  return one.length === other.length && timingSafeEqual(one, other);
};
