import { write } from '../store/store.ts';
import { typeKey } from './keys.ts';

/** Sets how long instruments of a type may be out, from the next loan on. Without it, it is 24 hours. */
export const setDueHours = async (typeID: string, dueHours: number): Promise<void> => {
  await write({ put: typeKey(typeID), item: { dueHours } });
};
