import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { intervalOf, waitOf } from '../../lib/callme/waits.ts';

const DAY_MS = 86_400_000;
const wait = fc.oneof(fc.nat(DAY_MS), fc.nat(1_200_000), fc.nat(60_000));

const remember = (waits: number[]) => {
  const counts = new Map<number, number>();
  for (const one of waits) counts.set(intervalOf(one), (counts.get(intervalOf(one)) ?? 0) + 1);
  return counts;
};

describe('waits', () => {
  it.each([
    [0, 0],
    [999, 0],
    [1_000, 1],
    [1_199, 1],
    [1_201, 2],
    [60_000, 23],
    [DAY_MS, 63],
    [400 * DAY_MS, 63],
  ])('of %i ms fall into interval %i', (waitMs, interval) => {
    expect(intervalOf(waitMs)).toBe(interval);
  });

  it('have no median where nobody waited', () => {
    expect(waitOf(new Map(), 0.5)).toBeNull();
    expect(waitOf(new Map([[3, 0]]), 0.9)).toBeNull();
  });

  it('of no time are none', () => {
    expect(waitOf(remember([0, 1, 900]), 0.9)).toBe(0);
  });

  it('are known within a tenth, however many they are', () => {
    fc.assert(
      fc.property(fc.array(wait, { minLength: 1 }), fc.constantFrom(0.5, 0.9), (waits, share) => {
        const sorted = waits.toSorted((a, b) => a - b);
        const exact = (sorted[Math.ceil(share * sorted.length) - 1] as number) / 1000;
        const said = waitOf(remember(waits), share) as number;

        expect(Math.abs(said - exact)).toBeLessThanOrEqual(exact < 1 ? 1 : exact * 0.1 + 0.5);
      }),
    );
  });

  it('keep their order', () => {
    fc.assert(
      fc.property(wait, wait, (one, other) => {
        expect(intervalOf(Math.min(one, other))).toBeLessThanOrEqual(intervalOf(Math.max(one, other)));
      }),
    );
  });
});
