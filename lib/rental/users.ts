import { uuidOf } from '../hash.ts';
import { type Item, PRESENT, type Write, write } from '../store/store.ts';
import { userKey, type Versioned } from './keys.ts';
import type { Attempt } from './latest.ts';
import type { Loan } from './loans.ts';

/** What rental's sessions are good for, and whose they are. */
export const SERVICE = 'rental';
export type Role = { userid: string };

/** The id of rental's mini-program in the table `apps`. */
export const APP = '4';

/** What a user may let us know. All of it is text, and all of it optional. */
export type Profile = { name?: string; region?: string; phone?: string; email?: string };
/** What a request gives of it: an empty text takes away what was there. */
export type Given = { [Name in keyof Profile]?: string | undefined };

/** A user: who it is to WeChat, their profile, their last attempt, and the item that they have. */
export type User = Versioned & {
  userid: string;
  app: string;
  openid: string;
  latest?: Attempt;
  out?: Loan;
} & Profile;

/** A user's id, always the same for the same user. It identifies, and proves nothing. */
export const useridOf = (openid: string): string => uuidOf(`${APP}#${openid}`);

/** Reads an item as the user that it holds. */
export const toUser = (item: Item): User => item as unknown as User;

/** The profile as an answer carries it: what a user never gave is empty. */
export const profileOf = ({ userid, name = '', region = '', phone = '', email = '' }: User) => ({
  userid,
  name,
  region,
  phone,
  email,
});

/** The write that makes a user of whoever is none yet, and changes what is given of the profile. */
export const enrolling = (openid: string, given: Given): Write => {
  const userid = useridOf(openid);
  return change(userid, given, { userid, app: APP, openid });
};

/** Changes what is given of a user's profile. */
export const changeProfile = async (user: User, given: Given): Promise<User> => {
  const isNothing = Object.values(given).every((value) => value === undefined);
  if (isNothing) return user;
  const changed = await write({ ...change(user.userid, given), when: PRESENT, returns: true });
  if (!changed.ok) throw new Error('A user is gone');
  return toUser(changed.item);
};

const change = (userid: string, given: Given, set: Item = {}) => {
  const names = Object.keys(given) as (keyof Profile)[];
  const kept = names.filter((name) => given[name]);
  return {
    update: userKey(userid),
    set: { ...set, ...Object.fromEntries(kept.map((name) => [name, given[name]])) },
    add: { version: 1 },
    remove: names.filter((name) => given[name] === ''),
  };
};
