import { setting } from '../lib/env.ts';
import { sessionId } from '../lib/session/session.ts';
import { write } from '../lib/store/store.ts';
import { nowSeconds } from '../lib/time.ts';

let people = 0;

/** A number that nobody and nothing has had. */
export const next = (): number => {
  people += 1;
  return people;
};

/** An openid as long as WeChat's, which nobody has. */
export const someone = (): string => `oBench${String(next()).padStart(22, '0')}`;

/** Makes a session look unused for so many seconds. */
export const letSessionRest = async (sessionKey: string, seconds: number): Promise<void> => {
  await write({
    update: { table: setting('SESSIONS_TABLE'), pk: sessionId(sessionKey) },
    set: { lastSeenAt: nowSeconds() - seconds },
  });
};
