import { setting } from '../env.ts';
import { randomKey, sha256 } from '../hash.ts';
import { describeError, log } from '../log.ts';
import { ABSENT, type Item, type Key, PRESENT, read, type Write, write } from '../store/store.ts';
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
  /** When it is over however much it is used, where somebody has shortened its life. */
  endsBy?: number;
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

/** `alongside`: keys of other items to read in the same request. `quick`: at half the cost and perhaps a moment old. */
type Reading = { alongside?: Key[]; quick?: boolean };

/**
 * Finds a living session of a service by its key, and in the same request whatever else the caller is going to need.
 * A quick read misses nothing.
 */
export const findSession = async <Role>(
  service: string,
  sessionKey: string,
  reading: Reading = {},
): Promise<{ session: Session<Role> | undefined; items: (Item | undefined)[] }> => {
  const { sessions, items } = await findSessions<Role>(service, [sessionId(sessionKey)], reading);
  return { session: sessions[0], items };
};

/** Finds living sessions of a service by their ids, in their order; otherwise like `findSession`. */
export const findSessions = async <Role>(
  service: string,
  ids: string[],
  { alongside = [], quick = false }: Reading = {},
): Promise<{ sessions: (Session<Role> | undefined)[]; items: (Item | undefined)[] }> => {
  const found = await read([...ids.map(itemKey), ...alongside], { quick });
  const sessions = ids.map((id, i) => living<Role>(service, id, found[i]));
  return { sessions, items: found.slice(ids.length) };
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

/**
 * The write that has a living session end at `endsBy` (epoch seconds), if it does not end before.
 * @param livesUntil a moment until which it certainly lives: one after `endsBy` lets DynamoDB delete it then, too
 */
export const endingBy = (id: string, endsBy: number, livesUntil: number): Write => ({
  update: itemKey(id),
  set: { endsBy, ...(livesUntil > endsBy && { expiresAt: endsBy }) },
  when: PRESENT,
});

/** The write that holds if a session has ended; it clears away what DynamoDB has not deleted yet. */
export const ended = (id: string): Write => ({ delete: itemKey(id), when: ABSENT });

/** Ends a session. Ending it again is no error. */
export const endSession = async ({ id }: Pick<Session, 'id'>): Promise<void> => {
  await write(ending(id));
};

const living = <Role>(service: string, id: string, item: Item | undefined): Session<Role> | undefined => {
  const session = item && ({ ...item, id } as unknown as Session<Role>);
  const isOver = session?.endsBy !== undefined && session.endsBy <= nowSeconds();
  return session?.service === service && !isOver ? session : undefined;
};

const itemKey = (id: string): Key => ({ table: setting('SESSIONS_TABLE'), pk: id });

const expiry = (lastSeenAt: number, createdAt: number, { idle, absolute }: SessionPolicy): number =>
  Math.min(lastSeenAt + idle, createdAt + absolute);
