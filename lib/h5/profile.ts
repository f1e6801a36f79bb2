import type { User } from './visitor.ts';

/** Whose report it is, as the source project's pages read it: `gender` is 0 male, 1 female; null is unknown. */
export type Profile = {
  nickname: string | null;
  gender: 0 | 1 | null;
  avatar_url: string | null;
  age: number | null;
  height: number | null;
  weight: number | null;
};

/** What WeChat tells of a user: age, height and weight are not among it. Its own `sex` is 1 male, 2 female, 0 unknown. */
export const profileOf = ({ nickname, sex, headimgurl }: Partial<User>): Profile => ({
  nickname: nickname || null,
  gender: sex === 1 ? 0 : sex === 2 ? 1 : null,
  avatar_url: headimgurl || null,
  age: null,
  height: null,
  weight: null,
});
