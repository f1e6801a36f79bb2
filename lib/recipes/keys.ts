import { setting } from '../env.ts';
import type { Key } from '../store/store.ts';

/** The keys of the recipes table; `resources/tables.yml` says who reads what. */
export const RECIPES_TABLE = setting('RECIPES_TABLE');

const key = (pk: string, sk: string): Key => ({ table: RECIPES_TABLE, pk, sk });

export const COUNTS = 'counts';
export const userPk = (openid: string): string => `user#${openid}`;

export const headKey: Key = key('catalogue', 'head');
export const pieceKey = (version: string, piece: number): Key =>
  key('catalogue', `piece#${version}#${piece}`);
export const countsKey = (dish: number): Key => key(COUNTS, String(dish).padStart(10, '0'));
export const userKey = (openid: string): Key => key(userPk(openid), 'user');
export const markKey = (openid: string, like: string, dish: number): Key =>
  key(userPk(openid), `${like}#${dish}`);
export const lastUserKey: Key = key('users', 'last');
