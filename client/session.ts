import { again } from './again.ts';
import { type Exchange, read } from './exchange.ts';
import { isFailure, isTransient } from './failures.ts';
import type { KeyStorage } from './transport.ts';

/** Logged in. `outcome` throws when the service refused the login and gave a session for signing up all the same. */
type Login = { sessionKey: string; outcome: () => { balanceMon?: number } };

export type Session = {
  /** Logs in afresh, together with whoever does at this moment. */
  login(): Promise<Login>;
  /** The key at hand; logs in where there is none. */
  key(): Promise<string>;
  /** A key for one that the service does not know any more. Of many who ask, one logs in. */
  renew(stale: string): Promise<string>;
  /** Uses a key, and once more a new one if the service says `Session Time Out`: it refused before doing anything. */
  use<T>(act: (sessionKey: string) => Promise<T>): Promise<T>;
  /** Forgets the key and returns it, if there was one. */
  forget(): Promise<string | undefined>;
};

/** Makes the session of one user, which is kept under `name`. */
export const createSession = (
  { as, name }: { as: 'eater' | 'seller'; name: string },
  getCode: () => Promise<string>,
  exchange: Exchange,
  storage: KeyStorage | undefined,
): Session => {
  let sessionKey = recall(storage, name);
  let pending: Promise<Login> | undefined;

  /** One login with a new code: a code may be used up even if the login failed. */
  const attempt = async (): Promise<Login> => {
    const code = await getCode();
    const answer = await exchange('login', { isseller: as === 'seller' ? 'yes' : 'no', code });
    const key = answer.body.sessionKey;
    if (typeof key !== 'string') {
      read('login', answer);
      throw new TypeError('A login without a session key');
    }
    sessionKey = key;
    quietly(() => storage?.set(name, key));
    return { sessionKey: key, outcome: () => read('login', answer) };
  };

  const isWorthIt = (error: unknown, failures: number) =>
    isTransient(error) ? failures <= 2 : isFailure(error, 'API Error') && failures <= 1;

  const login = (): Promise<Login> => {
    if (!pending) {
      pending = again(attempt, isWorthIt);
      const over = () => {
        pending = undefined;
      };
      pending.then(over, over);
    }
    return pending;
  };

  const key = async () => (pending || !sessionKey ? (await login()).sessionKey : sessionKey);
  const renew = async (stale: string) => (sessionKey === stale ? (await login()).sessionKey : key());

  return {
    login,
    key,
    renew,
    use: async (act) => {
      const first = await key();
      try {
        return await act(first);
      } catch (error) {
        // Logged out meanwhile: then this one does not log in again.
        const isOver = !sessionKey && !pending;
        if (isOver || !isFailure(error, 'Session Time Out')) throw error;
        return act(await renew(first));
      }
    },
    forget: async () => {
      if (pending) await pending.catch(() => undefined);
      const forgotten = sessionKey;
      sessionKey = undefined;
      quietly(() => storage?.remove(name));
      return forgotten;
    },
  };
};

const recall = (storage: KeyStorage | undefined, name: string): string | undefined => {
  const kept = quietly(() => storage?.get(name));
  return typeof kept === 'string' && kept ? kept : undefined;
};

/** A storage that is full or forbidden costs a login at the next launch, and nothing now. */
const quietly = <T>(act: () => T): T | undefined => {
  try {
    return act();
  } catch {
    return undefined;
  }
};
