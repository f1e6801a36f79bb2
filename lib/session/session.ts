import { setting } from '../env.ts';
import { randomKey, sha256 } from '../hash.ts';
import { describeError, log } from '../log.ts';
import { type Item, type Key, PRESENT, read, type Write, write } from '../store/store.ts';
import { nowSeconds } from '../time.ts';

/** How long a session lives, in seconds: since it was last used, and in all. */
export type SessionPolicy = { idle: number; absolute: number };

/** Whom WeChat says the user is. `session_key` is WeChat's own, given to mini-programs only, and never leaves the server. */
export type Identity = {
  openid: string;
  session_key?: string | undefined;
  unionid?: string | undefined;
};

/** A living session. `role` is what the service knows of the user; times are epoch seconds. */
export type Session<Role = unknown> = Identity & {
  /** SHA-256 of the session key: the item's own key. */
  id: string;
  /** The service that began it. It is good for no other. */
  service: string;
  app: string;
  role: Role;
  createdAt: number;
  lastSeenAt: number;
  expiresAt: number;
  policy: SessionPolicy;
};

const SESSION_KEY = /^[0-9a-f]{40}$/;

/** The id of the session with this key. */
export const sessionId = (sessionKey: string): string => sha256(sessionKey);

/** Whether a value has the form of a session key: 160 random bits as 40 hex digits. */
export const isSessionKey = (value: unknown): value is string =>
  typeof value === 'string' && SESSION_KEY.test(value);

/** What a session begins with. `key` is for a service whose keys have a form of their own. */
export type Beginning<Role> = Identity &
  Pick<Session<Role>, 'service' | 'app' | 'role' | 'policy'> & { key?: string };

/**
 * Makes a session: its key, which exists only in the client's hands, its id, and the write that starts it, for a
 * transaction. The table holds the key's SHA-256, so whoever reads the table holds no session.
 */
export const newSession = <Role>({
  key = randomKey(),
  ...beginning
}: Beginning<Role>): { sessionKey: string; id: string; write: Write } => {
  const id = sessionId(key);
  const now = nowSeconds();
  const expiresAt = expiry(now, now, beginning.policy);
  const item = { ...beginning, createdAt: now, lastSeenAt: now, expiresAt };
  return { sessionKey: key, id, write: { put: itemKey(id), item } };
};

/** Starts a session and returns its key. */
export const createSession = async <Role>(beginning: Beginning<Role>): Promise<string> => {
  const { sessionKey, write: start } = newSession(beginning);
  await write(start);
  return sessionKey;
};

/**
 * Finds a living session of a service by its key, and in the same request whatever else the caller is going to need.
 * @param alongside keys of other items to read with it
 * @param quick read at half the cost and perhaps a moment old; nothing is ever missed by it
 */
export const findSession = async <Role>(
  service: string,
  sessionKey: string,
  { alongside = [], quick = false }: { alongside?: Key[]; quick?: boolean } = {},
): Promise<{ session: Session<Role> | undefined; items: (Item | undefined)[] }> => {
  const id = sessionId(sessionKey);
  const [item, ...items] = await read([itemKey(id), ...alongside], { quick });
  const session = item?.service === service ? ({ ...item, id } as unknown as Session<Role>) : undefined;
  return { session, items };
};

/**
 * Records that a session was used. It writes at most once per tenth of the idle time, so that polling costs no
 * writes, and never revives a session that has ended. It never fails: what the session was used for matters more, so
 * a write that cannot be done is logged.
 */
export const keepAlive = async ({ id, lastSeenAt, createdAt, policy }: Session): Promise<void> => {
  const now = nowSeconds();
  if (now - lastSeenAt < policy.idle / 10) return;
  const expiresAt = expiry(now, createdAt, policy);
  try {
    await write({ update: itemKey(id), set: { lastSeenAt: now, expiresAt }, when: PRESENT });
  } catch (error) {
    log('warn', 'session not extended', describeError(error));
  }
};

/** The write that gives a session another role: part of the transaction that earns it. */
export const changeRole = <Role>({ id }: Session<Role>, role: Role): Write => ({
  update: itemKey(id),
  set: { role },
  when: PRESENT,
});

/** The write that ends a session: part of the transaction that replaces it. */
export const ending = (id: string): Write => ({ delete: itemKey(id) });

/** Ends a session. Ending it again is no error. */
export const endSession = async ({ id }: Pick<Session, 'id'>): Promise<void> => {
  await write(ending(id));
};

const itemKey = (id: string): Key => ({ table: setting('SESSIONS_TABLE'), pk: id });

const expiry = (lastSeenAt: number, createdAt: number, { idle, absolute }: SessionPolicy): number =>
  Math.min(lastSeenAt + idle, createdAt + absolute);
