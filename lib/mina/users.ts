import { setting } from '../env.ts';
import { uuidOf } from '../hash.ts';
import type { Key } from '../store/store.ts';

/** What mina's sessions are good for. */
export const SERVICE = 'mina';

/** A user of an app as stored. Times are epoch seconds. What becomes of the skeys stands in `skeys.ts`. */
export type User = {
  app: string;
  openid: string;
  unionid?: string | undefined;
  /**
   * What WeChat let us know, as JSON text: that keeps every number and the order of the names, which a DynamoDB map
   * does not. null: never told.
   */
  user_info: string | null;
  /** The id of the newest session. */
  session: string;
  /** Until then the newest session lives, used or not, unless somebody ended it: that moves this. */
  livesUntil: number;
  /** When the newest session ends however much it is used. */
  loginEndsAt: number;
  /** Sessions that a login has replaced, and when each of them is over. */
  former?: Former[];
  createdAt: number;
};

export type Former = { id: string; endsBy: number };

/** What a session knows of its user; `user_info` as it was when the session began. */
export type Role = Pick<User, 'user_info'> & { uuid: string };

/** The uuid of a user. It is derived, so two first logins at once agree on it. */
export const uuidOfUser = (app: string, openid: string): string => uuidOf(`${app}#${openid}`);

export const userKey = (uuid: string): Key => ({ table: setting('MINA_TABLE'), pk: uuid });
