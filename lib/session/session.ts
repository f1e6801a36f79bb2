import { randomBytes } from 'node:crypto';
import { setting } from '../env.ts';
import { sha256 } from '../hash.ts';
import { type Item, type Key, PRESENT, read, type Write, write } from '../store/store.ts';
import { nowSeconds } from '../time.ts';

/** How long a session lives, in seconds: since it was last used, and in all. */
export type SessionPolicy = { idle: number; absolute: number };

/** Whom WeChat says the user is. `session_key` is WeChat's own and never leaves the server. */
export type Identity = { openid: string; session_key: string; unionid?: string | undefined };

/** A living session. `role` is what the service knows of the user; times are epoch seconds. */
export type Session<Role = unknown> = Identity & {
  /** SHA-256 of the session key: the item's own key. */
  id: string;
  app: string;
  role: Role;
  createdAt: number;
  lastSeenAt: number;
  expiresAt: number;
  policy: SessionPolicy;
};

const SESSION_KEY = /^[0-9a-f]{40}$/;

/** Whether a value has the form of a session key: 160 random bits as 40 hex digits. */
export const isSessionKey = (value: unknown): value is string =>
  typeof value === 'string' && SESSION_KEY.test(value);

/**
 * Starts a session and returns its key, which exists only in the client's hands: the table holds its SHA-256, so
 * whoever reads the table holds no session.
 */
export const createSession = async <Role>(
  app: string,
  { openid, session_key, unionid }: Identity,
  role: Role,
  policy: SessionPolicy,
): Promise<string> => {
  const sessionKey = randomBytes(20).toString('hex');
  const now = nowSeconds();
  const item = { app, openid, session_key, unionid, role, createdAt: now, lastSeenAt: now, policy };
  await write({
    put: itemKey(sha256(sessionKey)),
    item: { ...item, expiresAt: expiry(now, now, policy) },
  });
  return sessionKey;
};

/**
 * Finds a living session by its key, and in the same request whatever else the caller is going to need.
 * @param alongside keys of other items to read with it
 * @param quick read at half the cost and perhaps a moment old; nothing is ever missed by it
 */
export const findSession = async <Role>(
  sessionKey: string,
  { alongside = [], quick = false }: { alongside?: Key[]; quick?: boolean } = {},
): Promise<{ session: Session<Role> | undefined; items: (Item | undefined)[] }> => {
  const id = sha256(sessionKey);
  const [item, ...items] = await read([itemKey(id), ...alongside], { quick });
  return { session: item && ({ ...item, id } as unknown as Session<Role>), items };
};

/**
 * Records that a session was used. It writes at most once per tenth of the idle time, so that polling costs no
 * writes, and never revives a session that has ended.
 */
export const keepAlive = async ({ id, lastSeenAt, createdAt, policy }: Session): Promise<void> => {
  const now = nowSeconds();
  if (now - lastSeenAt < policy.idle / 10) return;
  const expiresAt = expiry(now, createdAt, policy);
  await write({ update: itemKey(id), set: { lastSeenAt: now, expiresAt }, when: PRESENT });
};

/** The write that gives a session another role: part of the transaction that earns it. */
export const changeRole = <Role>({ id }: Session<Role>, role: Role): Write => ({
  update: itemKey(id),
  set: { role },
  when: PRESENT,
});

/** Ends a session. Ending it again is no error. */
export const endSession = async ({ id }: Session): Promise<void> => {
  await write({ delete: itemKey(id) });
};

const itemKey = (id: string): Key => ({ table: setting('SESSIONS_TABLE'), pk: id });

const expiry = (lastSeenAt: number, createdAt: number, { idle, absolute }: SessionPolicy): number =>
  Math.min(lastSeenAt + idle, createdAt + absolute);
