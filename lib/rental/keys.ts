import { setting } from '../env.ts';
import { sha256 } from '../hash.ts';
import type { Item, Key, Write } from '../store/store.ts';

/** The keys of the rental table; `resources/tables.yml` says who reads what. */
export const RENTAL_TABLE = setting('RENTAL_TABLE');

const key = (pk: string, sk: string): Key => ({ table: RENTAL_TABLE, pk, sk });

export const DEVICES = 'devices';
export const userOf = (userid: string): string => `user#${userid}`;

export const deviceKey = (deviceID: string): Key => key(DEVICES, deviceID);
export const typeKey = (typeID: string): Key => key('types', typeID);
export const commandKey = (deviceID: string, commandId: string): Key =>
  key(`device#${deviceID}`, `command#${commandId}`);
export const userKey = (userid: string): Key => key(userOf(userid), 'user');
export const historyKey = (userid: string, timeEnd: string, uuid: string): Key =>
  key(userOf(userid), `history#${timeEnd}#${uuid}`);
export const strayKey = (userid: string, uuid: string): Key => key(userOf(userid), `stray#${uuid}`);
export const signatureKey = (deviceID: string, signature: string): Key =>
  key(`signature#${deviceID}#${sha256(signature)}`, 'signature');

/** Moves on with every write of the item that carries it. */
export type Versioned = { version: number };

/** The change of an item on the condition that nobody wrote it since it was read. */
export const changeAsRead = (
  item: Key,
  { version }: Versioned,
  change: { set?: Item; remove?: string[] },
): Write => ({
  update: item,
  ...change,
  add: { version: 1 },
  when: '#version = :seen',
  values: { ':seen': version },
});
