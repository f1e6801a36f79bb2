import { uuidOf } from '../hash.ts';
import type { Session, SessionPolicy } from '../session/session.ts';
import { DAY } from '../time.ts';

/** What h5's sessions are good for. */
export const SERVICE = 'h5';

/** The id of the official account in the table `apps`. */
export const APP = '5';

/** One day without use, seven days at most. */
export const SESSION_POLICY: SessionPolicy = { idle: DAY, absolute: 7 * DAY };

/** Who a user is, as WeChat tells it. `sex`: 1 male, 2 female, 0 unknown. */
export type User = { user_id: string; nickname: string; sex: number; headimgurl: string };

/**
 * What a session knows of its user, and of the login that it came from: its `state`, and the hash of the cookie that it
 * was begun with, which another tab's login may have been begun with as well.
 */
export type Role = { user: User; state: string; cookie: string };

export type Visitor = Session<Role>;

/** The id of a user: the same at every login, and whether they logged in or followed the account first. */
export const userIdOf = (openid: string): string => uuidOf(`${SERVICE}#${openid}`);
