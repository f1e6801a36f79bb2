import { randomUUID } from 'node:crypto';
import { setting } from '../../../lib/env.ts';
import { type Item, type Key, write } from '../../../lib/store/store.ts';

/** The key of an item that is not there. */
export const someKey = (): Key => ({ table: setting('CALLME_TABLE'), pk: randomUUID(), sk: 'item' });

/** The key of an item that is. */
export const stored = async (item: Item = {}): Promise<Key> => {
  const key = someKey();
  await write({ put: key, item });
  return key;
};
