/**
 * How long numbers waited, as a day remembers it: not each wait, but how many fell between two bounds. The first bound is
 * a second, each next one a fifth more, the last one nearly a day: 64 counts at most, however many customers there were.
 */
const STEP = 1.2;
const LAST = 63;

/** How many waits fell into each interval, by its number. */
export type Waits = Map<number, number>;

/** The interval that a wait of so many milliseconds falls into. */
export const intervalOf = (waitMs: number): number => {
  const seconds = waitMs / 1000;
  return seconds < 1 ? 0 : Math.min(Math.floor(Math.log(seconds) / Math.log(STEP)) + 1, LAST);
};

/**
 * What `share` of the waits (0.5: half of them) were no longer than, in seconds: within a tenth of it, and half a second. Null
 * where nobody waited.
 */
export const waitOf = (waits: Waits, share: number): number | null => {
  const counts = [...waits].filter(([, count]) => count > 0).sort(([a], [b]) => a - b);
  const rank = Math.ceil(share * counts.reduce((sum, [, count]) => sum + count, 0));
  let passed = 0;
  for (const [interval, count] of counts) {
    passed += count;
    if (passed >= rank) return middleOf(interval);
  }
  return null;
};

/** The middle of an interval, as far from its lower bound as from its upper one by proportion. */
const middleOf = (interval: number): number => Math.round(interval === 0 ? 0 : STEP ** (interval - 0.5));
