import { createHash } from 'node:crypto';

/** SHA-256 in hex: what a table keeps of a secret that a client holds, and what names bytes by their content. */
export const sha256 = (data: string | Uint8Array): string => createHash('sha256').update(data).digest('hex');
