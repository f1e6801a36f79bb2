import { randomUUID } from 'node:crypto';
import { setTimeout as pause } from 'node:timers/promises';
import { type Item, type Key, readOne, write } from '../store/store.ts';
import { WechatError } from './errors.ts';

/** A token or ticket of WeChat's, and until when (epoch milliseconds) it may be handed out. */
export type Fresh = { token: string; goodUntil: number };

/** Something that is good for a while, is asked for seldom, and serves all containers. */
export type Source = {
  /** Where the table keeps it. */
  key: Key;
  /** WeChat's interface that gives it, for errors. */
  path: string;
  /** Asks WeChat. `refused`: one that WeChat no longer takes, although it may still hand it out. */
  ask: (refused: string | undefined) => Promise<Fresh>;
};

/**
 * What the table holds. Times are epoch milliseconds. `failed` tells those who waited for the holder of that lease
 * that it got nothing.
 */
type Kept = Partial<Fresh> & {
  lease?: string;
  leasedUntil?: number;
  failed?: { lease: string; errcode?: number };
};

/** Longer than the holder can take for an access_token: two tries of two calls to WeChat. */
const LEASE = 15_000;
const WAIT = 100;
const PATIENCE = 8_000;

/**
 * What the source gives, shared by all containers through the table. However many need a new one at once, exactly one
 * asks WeChat; the others wait for what it stores, and fail with it when WeChat gives it none.
 * @param refused a token that WeChat no longer takes
 * @throws WechatError
 */
export const shared = async (source: Source, refused?: string): Promise<string> => {
  const { key, path } = source;
  const own = randomUUID();
  const deadline = Date.now() + PATIENCE;
  let awaited: string | undefined;

  while (Date.now() < deadline) {
    const kept = ((await readOne(key)) ?? {}) as Kept;
    if (kept.token && kept.token !== refused && (kept.goodUntil ?? 0) > Date.now()) return kept.token;
    if (kept.failed && kept.failed.lease === awaited) throw failureOf(path, kept.failed);
    const isLeased = (kept.leasedUntil ?? 0) >= Date.now();
    awaited = isLeased ? kept.lease : await takeLease(key, kept, own);
    if (awaited === own) return renew(source, own, refused);
    await pause(WAIT);
  }
  throw new WechatError(path, 'no other container brought one in time');
};

/**
 * Reads a token or ticket and its life from WeChat's answer.
 * @param margin how long before its end (milliseconds) it is no longer handed out
 * @throws WechatError when it is not there
 */
export const freshFrom = (
  path: string,
  answer: Record<string, unknown>,
  name: 'access_token' | 'ticket',
  margin = 0,
): Fresh => {
  const token = answer[name];
  const lifetime = Number(answer.expires_in) * 1000;
  if (typeof token !== 'string' || Number.isNaN(lifetime)) {
    throw new WechatError(path, `answered without ${name} or expires_in`);
  }
  return { token, goodUntil: Date.now() + lifetime - margin };
};

/**
 * Takes the right to ask WeChat, if nobody has it and the token is still the one that was read.
 * @returns whose lease stands now
 */
const takeLease = async (key: Key, seen: Kept, own: string): Promise<string | undefined> => {
  const now = Date.now();
  const taken = await write({
    update: key,
    set: { lease: own, leasedUntil: now + LEASE },
    when: `(attribute_not_exists(leasedUntil) OR leasedUntil < :at) AND ${seen.token ? '#token = :seen' : 'attribute_not_exists(#token)'}`,
    values: { ':at': now, ...(seen.token && { ':seen': seen.token }) },
  });
  // A write whose answer was lost is repeated by the SDK, and then finds the lease that it took itself.
  return taken.ok ? own : (taken.old as Kept | undefined)?.lease;
};

const renew = async ({ key, ask }: Source, lease: string, refused: string | undefined): Promise<string> => {
  try {
    const { token, goodUntil } = await ask(refused);
    await giveBack(key, lease, { token, goodUntil }, ['failed']);
    return token;
  } catch (error) {
    const errcode = error instanceof WechatError ? error.errcode : undefined;
    await giveBack(key, lease, { failed: { lease, errcode } });
    throw error;
  }
};

/** Gives the lease back, with what came of it. A holder that was too slow overwrites nothing. */
const giveBack = async (key: Key, lease: string, set: Item, remove: string[] = []): Promise<void> => {
  await write({
    update: key,
    set,
    remove: ['lease', 'leasedUntil', ...remove],
    when: 'lease = :lease',
    values: { ':lease': lease },
  });
};

const failureOf = (path: string, { errcode }: { errcode?: number }): WechatError =>
  new WechatError(path, `the container that asked for all got none, ${errcode ?? 'without an errcode'}`, {
    ...(errcode !== undefined && { errcode }),
  });
