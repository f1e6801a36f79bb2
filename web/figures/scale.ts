const STEPS = [1, 2, 5];
const MOST = 4;

/** What an axis from 0 is marked with, so that `largest` is on it: 4 round intervals at most, of `least` at least. */
export const marksUpTo = (largest: number, least = 1): number[] => {
  let step = least;
  for (let i = 0; step * MOST < largest; i += 1)
    step = least * (STEPS[i % 3] as number) * 10 ** Math.floor(i / 3);
  const count = Math.max(Math.ceil(largest / step), 1);
  return Array.from({ length: count + 1 }, (_, i) => i * step);
};
