import { read } from '../store/store.ts';
import { sellerKey } from './keys.ts';
import { TIME_ZONE, toSeller } from './sellers.ts';

const KEPT = 10 * 60_000;
const kept = new Map<number, { timeZone: string; until: number }>();

/** The time zone of a stall, kept for ten minutes in each container: it hardly ever changes. */
export const zoneOf = async (sellerId: number): Promise<string> => {
  const known = kept.get(sellerId);
  if (known && known.until > Date.now()) return known.timeZone;

  const [item] = await read([sellerKey(sellerId)], { quick: true });
  // What happened at a stall that is gone is counted all the same.
  const timeZone = item ? toSeller(item).timeZone : TIME_ZONE;
  kept.set(sellerId, { timeZone, until: Date.now() + KEPT });
  return timeZone;
};
