import { createHmac, randomUUID } from 'node:crypto';
import { setTimeout as pause } from 'node:timers/promises';
import { randomKey, sha256 } from '../hash.ts';
import { readOne, transact, type Write, write } from '../store/store.ts';
import { MINUTE, nowSeconds } from '../time.ts';
import { attemptKey, cookieKey } from './keys.ts';

/*
 * A login under way is an attempt: an item by its `state`, bound to the cookie that it was begun with. WeChat's browser
 * asks the callback twice at times, asks again when the answer was lost, and a user has two tabs; WeChat's code is good
 * once. So one callback asks WeChat, by a claim on the attempt, and all others are answered what came of that.
 *
 *   the attempt is       and the callback comes with    then
 *   ---------------------------------------------------------------------------------------------------------------
 *   begun                its cookie and a code          the claim is written, WeChat is asked           → asked
 *                        its cookie, without a code     nothing: the user refused, and may think better of it
 *   asked, under way     its cookie                     it waits for what comes of it
 *   asked for 30 s       its cookie, the same code      nothing: who asked died, the code may be used; log in again
 *                        its cookie, another code       as if begun
 *   done (the session    its cookie, within 60 s        the same answer, with the same `sid`
 *     and this in one    its cookie, later              nothing: log in again
 *     transaction)
 *   failed (WeChat       its cookie, the same code      who waited is answered the same; others: log in again
 *     gave no user)      its cookie, another code       as if begun
 *   any of these         the session that came of its   nothing: the browser goes on, logged in as it is
 *                        cookie: another tab was first
 *                        a living other cookie          nothing: it is somebody else's, unless the browser has the
 *                                                         cookie of this attempt, too: then as with that one
 *                        no cookie, or a dead one       nothing: log in again
 *   absent, 10 min old   whatever                       nothing: log in again
 *
 * The new `sid` is in no table. It is an HMAC, by the old cookie's secret, of state and salt: the browser brings cookie
 * and state, the attempt has the salt, and only the three together give it, as often as it is asked for. Whoever reads
 * the table lacks the cookie; whoever finds cookie and state later is not given the salt's work after 60 seconds.
 */

/** An attempt as the table has it. `code` and `cookie` are hashes; times are epoch seconds. */
export type Attempt = {
  cookie: string;
  salt: string;
  expiresAt: number;
  /** Whose claim it is, since when, and for which code: there since WeChat is or was asked. */
  claim?: string;
  askedAt?: number;
  code?: string;
  /** What came of it. */
  doneAt?: number;
  failure?: string;
};

/** What a browser brings back from WeChat, with its cookie. */
export type Return = { sid: string; state: string; code: string };

/** The right to ask WeChat with this code, and the `sid` that comes of it. */
export type Claim = { id: string; sid: string };

/** An attempt that somebody else asks or asked WeChat for, or none. `hasWaited`: it was under way when this began. */
export type Unclaimed = { attempt: Attempt | undefined; hasWaited: boolean };

/** Seconds for which a login may be under way. */
export const LIFETIME = 10 * MINUTE;
const OWN = '#cookie = :cookie AND expiresAt > :now AND attribute_not_exists(doneAt)';
/** The first to ask; or the same once more, as the SDK repeats a write whose answer was lost; or another code's turn. */
const CLAIMABLE = `${OWN} AND (attribute_not_exists(#claim) OR #claim = :claim
  OR (#code <> :code AND (attribute_exists(failure) OR askedAt < :dead)))`;
const REPEATED = MINUTE;
/** Longer than the function may run. */
const DEAD = 30;
const PATIENCE = 12_000;
const WAIT = 150;

/** Begins an attempt with a cookie. */
export const beginAttempt = async (sid: string, state: string): Promise<void> => {
  const expiresAt = nowSeconds() + LIFETIME;
  await transact([
    { put: attemptKey(state), item: { cookie: sha256(sid), salt: randomKey(), expiresAt } },
    { put: cookieKey(sid), item: { expiresAt } },
  ]);
};

/** Claims the right to ask WeChat. While another has it, it waits for what comes of that. */
export const claim = async ({ sid, state, code }: Return): Promise<Claim | Unclaimed> => {
  const id = randomUUID();
  const deadline = Date.now() + PATIENCE;
  const cookie = sha256(sid);
  for (let hasWaited = false; ; hasWaited = true) {
    const now = nowSeconds();
    const claimed = await write({
      update: attemptKey(state),
      set: { claim: id, askedAt: now, code: sha256(code) },
      remove: ['failure'],
      returns: true,
      when: CLAIMABLE,
      values: { ':cookie': cookie, ':dead': now - DEAD },
    });
    if (claimed.ok) return { id, sid: successor(sid, state, claimed.item as Attempt) };
    const attempt = claimed.old as Attempt | undefined;
    const isUnderWay = attempt?.cookie === cookie && isAsking(attempt, now);
    if (!isUnderWay || Date.now() > deadline) return { attempt, hasWaited };
    await pause(WAIT);
  }
};

/** Reads an attempt, if it lives. */
export const findAttempt = async (state: string): Promise<Attempt | undefined> =>
  (await readOne(attemptKey(state))) as Attempt | undefined;

/** The write that says that an attempt is done: part of the transaction that begins the session. */
export const done = (state: string, { id }: Claim): Write => ({
  update: attemptKey(state),
  set: { doneAt: nowSeconds() },
  when: 'claim = :claim',
  values: { ':claim': id },
});

/** Notes that WeChat gave no user, so that those who wait learn it. */
export const failed = async (state: string, { id }: Claim, failure: string): Promise<void> => {
  await write({
    update: attemptKey(state),
    set: { failure },
    when: 'claim = :claim',
    values: { ':claim': id },
  });
};

/** The `sid` that an attempt gave its cookie so lately that the same callback is answered the same. */
export const justGiven = (sid: string, state: string, attempt: Attempt): string | undefined =>
  attempt.doneAt !== undefined && nowSeconds() - attempt.doneAt <= REPEATED
    ? successor(sid, state, attempt)
    : undefined;

/** The `sid` that follows on a login: the same for the same cookie, state and salt, and nobody's without all three. */
const successor = (sid: string, state: string, { salt }: Attempt): string =>
  createHmac('sha256', sid).update(`${state}${salt}`).digest('hex').slice(0, sid.length);

const isAsking = ({ claim, askedAt = 0, doneAt, failure }: Attempt, now: number): boolean =>
  claim !== undefined && doneAt === undefined && failure === undefined && askedAt >= now - DEAD;
