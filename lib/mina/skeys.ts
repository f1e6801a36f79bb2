import {
  ended,
  ending,
  endingBy,
  findSessions,
  type Identity,
  newSession,
  type SessionPolicy,
} from '../session/session.ts';
import { ABSENT, readOne, transact, type Write } from '../store/store.ts';
import { undisturbed } from '../store/undisturbed.ts';
import { nowSeconds } from '../time.ts';
import { type Former, type Role, SERVICE, type User, userKey, uuidOfUser } from './users.ts';

/**
 * What becomes of a user's skeys. A page sends several requests at once, and at its start, or when its session has
 * ended, each of them logs in: what one of them was given has to stay good when the next one logs in.
 *
 * | a skey     | when its user logs in       | when it is used                | with time                              | logout, operator |
 * | ---------- | --------------------------- | ------------------------------ | -------------------------------------- | ---------------- |
 * | the newest | replaced: 60 s more at most | lives `session_duration` again | over, unused or after `login_duration` | over             |
 * | replaced   | no change                   | the same, within its 60 s      | over, at its own end or after its 60 s | over             |
 * | over       | no change                   | refused                        | no change                              | no change        |
 *
 * A login, a logout and an operator's end are each one transaction over the sessions and their user, on the condition
 * that the user's newest session is still the one that was read: of two at once one looks again, and a crash leaves
 * the state before or the state after. An end by time needs no write.
 */

/** Seconds that a skey stays good after a login has replaced it. */
export const GRACE = 60;
/** Of many logins of one user at once, one succeeds in every round. */
const TRIES = 20;
/** A transaction has 100 writes at most, and WeChat gives a user 100 codes a minute: it hardly comes to that. */
const MOST_FORMER = 90;

/** Who logs in. `told`: what they let us know this time, as JSON text; without, it stays what it was. */
export type Entrant = { app: string; identity: Identity; policy: SessionPolicy; told: string | undefined };

/** A session that began: its skey, and its user as stored now. */
export type Begun = { uuid: string; skey: string; user: User; isNewUser: boolean };

/** Begins a session, and replaces the newest one that its user has. */
export const beginSession = (entrant: Entrant): Promise<Begun> => {
  const uuid = uuidOfUser(entrant.app, entrant.identity.openid);
  let seen: string[] = [];
  return undisturbed(async () => {
    // Which session is the newest only the user says, so whoever has to look again reads that one, too.
    const { sessions, items } = await findSessions(SERVICE, seen, { alongside: [userKey(uuid)] });
    const known = items[0] as User | undefined;
    const isRead = known !== undefined && known.session === seen[0];
    seen = known ? [known.session] : [];
    return begin(entrant, uuid, known, isRead ? sessions[0]?.expiresAt : known?.livesUntil);
  }, TRIES);
};

/**
 * Ends all sessions of a user at once.
 * @param known the user, where just read
 * @returns false when there is no such user
 */
export const endSessions = (uuid: string, known?: User): Promise<boolean> =>
  undisturbed(async (isFirst) => {
    const user = isFirst && known ? known : ((await readOne(userKey(uuid))) as User | undefined);
    if (!user) return false;
    const now = nowSeconds();
    const written = await transact([
      ...[user.session, ...(user.former ?? []).map(({ id }) => id)].map(ending),
      {
        update: userKey(uuid),
        set: { livesUntil: now, loginEndsAt: now },
        remove: ['former'],
        ...unchanged(user),
      },
    ]);
    return written.every(({ ok }) => ok) || undefined;
  }, TRIES);

/** Tries to begin a session; undefined when another login, or the end of the newest session, came between. */
const begin = async (
  { app, identity, policy, told }: Entrant,
  uuid: string,
  known: User | undefined,
  newestLivesUntil = 0,
): Promise<Begun | undefined> => {
  const now = nowSeconds();
  const { openid, unionid = known?.unionid, session_key } = identity;
  const user_info = told ?? known?.user_info ?? null;
  const role: Role = { uuid, user_info };
  const session = newSession({ service: SERVICE, app, openid, unionid, session_key, role, policy });
  const { former, writes } = known ? replacing(known, newestLivesUntil, now) : { former: [], writes: [] };
  const user: User = {
    app,
    openid,
    unionid,
    user_info,
    session: session.id,
    livesUntil: now + Math.min(policy.idle, policy.absolute),
    loginEndsAt: now + policy.absolute,
    former,
    createdAt: known?.createdAt ?? now,
  };
  const written = await transact([
    session.write,
    ...writes,
    { put: userKey(uuid), item: user, ...unchanged(known) },
  ]);
  if (!written.every(({ ok }) => ok)) return undefined;
  return { uuid, skey: session.sessionKey, user, isNewUser: !known };
};

/**
 * How a login treats the sessions that its user has. One that is not certain to live is taken for over, on the
 * condition that it is: who logs in because a session has ended needs not ask first.
 */
const replacing = (
  { session, former = [] }: User,
  livesUntil: number,
  now: number,
): { former: Former[]; writes: Write[] } => {
  const left = former.filter(({ endsBy }) => endsBy > now);
  if (livesUntil <= now) return { former: left, writes: [ended(session)] };
  const endsBy = now + GRACE;
  const all = [...left, { id: session, endsBy }];
  return {
    former: all.slice(-MOST_FORMER),
    writes: [
      endingBy(session, endsBy, livesUntil),
      ...all.slice(0, -MOST_FORMER).map(({ id }) => ending(id)),
    ],
  };
};

/** The condition that a user's newest session is still the one that was read, or that there is none yet. */
const unchanged = (known: User | undefined): Pick<Write, 'when' | 'values'> =>
  known ? { when: '#session = :known', values: { ':known': known.session } } : { when: ABSENT };
