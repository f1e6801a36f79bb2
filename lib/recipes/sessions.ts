import { randomBytes } from 'node:crypto';
import { setting } from '../env.ts';
import { createSession, findSession, type Identity, type Session } from '../session/session.ts';
import type { Item, Key } from '../store/store.ts';
import { DAY, MINUTE } from '../time.ts';
import type { User } from './users.ts';

/** A living session of a registered user. */
export type Caller = { sessionKey: string; session: Session<User> };

/** The mini-program's id in the table `apps`. */
export const APP = '3';

const SERVICE = 'recipes';
/** A servlet container's form: 128 random bits. */
const SESSION_KEY = /^[0-9A-F]{32}$/;
const ABSOLUTE = 30 * DAY;

/** Finds who holds a session key, and in the same request whatever else the route is going to need. */
export const findCaller = async (
  sessionKey: string,
  alongside: Key[] = [],
): Promise<{ caller: Caller | undefined; items: (Item | undefined)[] }> => {
  if (!SESSION_KEY.test(sessionKey)) return { caller: undefined, items: [] };
  const { session, items } = await findSession<User>(SERVICE, sessionKey, { alongside });
  return { caller: session && { sessionKey, session }, items };
};

/** Starts a session that knows its user, so that a login with it asks nobody, and returns its key. */
export const beginSession = (identity: Identity, user: User): Promise<string> =>
  createSession({
    service: SERVICE,
    app: APP,
    ...identity,
    role: user,
    policy: { idle: Number(setting('RECIPES_IDLE_MINUTES')) * MINUTE, absolute: ABSOLUTE },
    key: randomBytes(16).toString('hex').toUpperCase(),
  });
