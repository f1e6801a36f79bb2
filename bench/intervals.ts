/** A stretch of time, in milliseconds of one clock. */
export type Interval = { start: number; end: number };

/** How much time at least one of the intervals covers. */
export const covered = (intervals: Interval[]): number => {
  let total = 0;
  let until = Number.NEGATIVE_INFINITY;
  for (const { start, end } of intervals.toSorted((a, b) => a.start - b.start)) {
    total += Math.max(0, end - Math.max(start, until));
    until = Math.max(until, end);
  }
  return total;
};

/**
 * The longest chain of intervals of which each begins when the one before it has ended: what happens one after
 * another. Calls of independent branches may form a chain by chance, so this is never too low.
 */
export const inSequence = (intervals: Interval[]): number => {
  const ended: { end: number; depth: number }[] = [];
  for (const { start, end } of intervals.toSorted((a, b) => a.start - b.start)) {
    const before = ended.filter((earlier) => earlier.end <= start).map(({ depth }) => depth);
    ended.push({ end, depth: 1 + Math.max(0, ...before) });
  }
  return Math.max(0, ...ended.map(({ depth }) => depth));
};

/** The least value that so large a share of all does not exceed; NaN of nothing. */
export const percentile = (values: number[], share: number): number =>
  values.toSorted((a, b) => a - b)[Math.ceil(share * values.length) - 1] ?? Number.NaN;

/** The middle value, or the mean of the two in the middle; NaN of nothing. */
export const median = (values: number[]): number => {
  const sorted = values.toSorted((a, b) => a - b);
  const middle = sorted.length / 2;
  if (sorted.length % 2 === 1) return sorted[Math.floor(middle)] as number;
  return ((sorted[middle - 1] ?? Number.NaN) + (sorted[middle] ?? Number.NaN)) / 2;
};
