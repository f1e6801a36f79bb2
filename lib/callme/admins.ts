import { randomBytes } from 'node:crypto';
import { sha256 } from '../hash.ts';
import { ABSENT, PRESENT, queryPartition, readOne, transact, type Write, write } from '../store/store.ts';
import { HOUR, nowSeconds } from '../time.ts';
import { ADMINS, adminKey, CALLME_TABLE, inviteKey } from './keys.ts';
import { type Failure, fail } from './outcome.ts';

/** Makes an invitation that turns one user of the sellers' app into an administrator, within an hour. */
export const invite = async (): Promise<string> => {
  const code = randomBytes(10).toString('hex');
  await write({ put: inviteKey(sha256(code)), item: { expiresAt: nowSeconds() + HOUR } });
  return code;
};

/** Uses up an invitation: the user becomes an administrator, and so does the session at hand. Once more is no failure. */
export const acceptInvite = async (
  code: string,
  user: string,
  changeSession: Write,
): Promise<Record<string, never> | Failure> => {
  const written = await transact([
    { delete: inviteKey(sha256(code)), when: PRESENT },
    { put: adminKey(user), item: { user, since: nowSeconds() } },
    changeSession,
  ]);
  if (written.every(({ ok }) => ok)) return {};
  // The same request at the same moment has used it up.
  const isAdmin = (await readOne(adminKey(user))) !== undefined;
  return isAdmin && (await write(changeSession)).ok ? {} : fail('Not Admin Error');
};

/** Makes a user an administrator. Once more is no error. */
export const addAdmin = async (user: string): Promise<void> => {
  await write({ put: adminKey(user), item: { user, since: nowSeconds() }, when: ABSENT });
};

/** The administrators' users, `<app>#<openid>`, and since when (epoch seconds). */
export const listAdmins = async (): Promise<{ user: string; since: number }[]> =>
  (await queryPartition(CALLME_TABLE, ADMINS, 'user#')) as { user: string; since: number }[];
