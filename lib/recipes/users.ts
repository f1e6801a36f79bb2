import { ABSENT, readOne, write } from '../store/store.ts';
import { lastUserKey, userKey } from './keys.ts';

/** 0 unknown, 1 man, 2 woman: WeChat's numbers. */
export type Gender = 0 | 1 | 2;

/** What a mini-program tells of its user. All but `nickName` may be empty. */
export type Profile = {
  nickName: string;
  gender: Gender;
  language: string;
  city: string;
  province: string;
  country: string;
  avatarUrl: string;
};

/** A registered user. */
export type User = Profile & { id: number; openid: string };

/** The registered user with this openid. */
export const findUser = async (openid: string): Promise<User | undefined> => {
  const { pk, sk, ...user } = (await readOne(userKey(openid))) ?? {};
  return pk === undefined ? undefined : (user as User);
};

/**
 * Registers a user under the next id. Of two at once one wins.
 * @returns false when the user was registered before; the id is then left out
 */
export const addUser = async (openid: string, profile: Profile): Promise<boolean> => {
  const numbered = await write({ update: lastUserKey, add: { id: 1 }, returns: true });
  const id = numbered.ok && numbered.item.id;
  const added = await write({ put: userKey(openid), item: { ...profile, openid, id }, when: ABSENT });
  return added.ok;
};

/** A user as login answers it, in the source's order. WeChat's session_key stays on the server. */
export const describeUser = (user: User) => ({
  id: user.id,
  openid: user.openid,
  sessionKey: '',
  avatarUrl: user.avatarUrl,
  city: user.city,
  country: user.country,
  gender: user.gender,
  language: user.language,
  nickName: user.nickName,
  province: user.province,
  deleted: 0,
});
