import { setTimeout as pause } from 'node:timers/promises';
import { log } from '../log.ts';
import { findSessions } from '../session/session.ts';
import { readOne } from '../store/store.ts';
import { nowSeconds } from '../time.ts';
import type { App } from '../wechat/apps.ts';
import { DecryptionError, decrypt, readSigned, UnfitKeyError, WatermarkError } from '../wechat/decrypt.ts';
import { type Failure, fail } from './outcome.ts';
import { GRACE } from './skeys.ts';
import { SERVICE, type User, userKey } from './users.ts';

/**
 * What `wx.getUserInfo()` and its like give of a user: encrypted, as plain text with a signature, or as both. Clients of
 * WeChat's first days knew no iv, and meant the session_key.
 */
export type OpenData = {
  encrypted?: { encryptedData: string; iv?: string | undefined } | undefined;
  signed?: { rawData: string; signature: string } | undefined;
};

/** Bytes of JSON: the source's varchar(2048). */
const LARGEST_USER_INFO = 2048;
/** Milliseconds to wait for another login of the same page. */
const WAITS = [0, 100, 300, 600];

/**
 * What a user lets us know at a login, as JSON text; undefined when that is nothing.
 *
 * A page that sends several requests at once logs in as often, and WeChat encrypts for all of them with the session_key
 * of the last `wx.login()`. So what cannot be read with the key of its own login is tried with those of the user's
 * other logins, and they may be a moment late.
 */
export const readOpenData = async (
  { id, appid }: App,
  uuid: string,
  session_key: string,
  given: OpenData,
): Promise<string | undefined | Failure> => {
  let told = readWith(session_key, appid, given);
  for (const wait of WAITS) {
    if (!(told instanceof UnfitKeyError)) break;
    await pause(wait);
    const unfit = told;
    told = (await recentKeys(uuid)).map((key) => readWith(key, appid, given)).find(fits) ?? unfit;
  }
  if (!(told instanceof DecryptionError)) return told;
  log('warn', 'user data not readable', { app: id, reason: told.message });
  return fail(told instanceof WatermarkError ? 'foreign watermark' : 'not decrypted');
};

const readWith = (
  session_key: string,
  appid: string,
  { encrypted, signed }: OpenData,
): string | undefined | Failure | DecryptionError => {
  try {
    const plain = signed && readSigned(session_key, signed.rawData, signed.signature);
    // What is encrypted says more: who it is, and for which app.
    const told = encrypted
      ? decrypt(appid, session_key, encrypted.encryptedData, encrypted.iv ?? session_key)
      : plain;
    const text = told && JSON.stringify(told);
    return text && Buffer.byteLength(text) > LARGEST_USER_INFO ? fail('user info too large') : text;
  } catch (error) {
    if (error instanceof DecryptionError) return error;
    throw error;
  }
};

const fits = (told: unknown): boolean => !(told instanceof UnfitKeyError);

/** The session_keys of a user's logins of the last minute. */
const recentKeys = async (uuid: string): Promise<string[]> => {
  const user = (await readOne(userKey(uuid))) as User | undefined;
  if (!user) return [];
  const ids = [user.session, ...(user.former ?? []).map(({ id }) => id)];
  const { sessions } = await findSessions(SERVICE, ids);
  const since = nowSeconds() - GRACE;
  return sessions.flatMap((session) =>
    session?.session_key && session.createdAt >= since ? [session.session_key] : [],
  );
};
