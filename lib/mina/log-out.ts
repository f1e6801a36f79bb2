import { Failure } from './outcome.ts';
import { findByUuid } from './sessions.ts';
import { endSessions } from './skeys.ts';

/** Logs a user out: all their skeys are over at once. @returns why that cannot be done, if it cannot */
export const logOut = async (app: string, uuid: string, skey: string): Promise<Failure | undefined> => {
  const found = await findByUuid(app, uuid, skey);
  if (found instanceof Failure) return found;
  await endSessions(uuid, found.user);
  return undefined;
};
