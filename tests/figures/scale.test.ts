import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { marksUpTo } from '../../web/figures/scale.ts';

describe('marks of an axis', () => {
  it.each([
    [0, [0, 1]],
    [1, [0, 1]],
    [4, [0, 1, 2, 3, 4]],
    [4.3, [0, 2, 4, 6]],
    [10, [0, 5, 10]],
    [140, [0, 50, 100, 150]],
    [400, [0, 100, 200, 300, 400]],
  ])('up to %d are %j', (largest, marks) => {
    expect(marksUpTo(largest)).toEqual(marks);
  });

  it('are few, and reach as far as there is something, and hardly farther', () => {
    fc.assert(
      fc.property(fc.double({ min: 0, max: 1e6, noNaN: true }), (largest) => {
        const marks = marksUpTo(largest);
        const [step, end] = [marks[1] as number, marks.at(-1) as number];

        expect(marks.length).toBeLessThanOrEqual(5);
        expect(end).toBeGreaterThanOrEqual(largest);
        expect(end - step).toBeLessThanOrEqual(largest);
      }),
    );
  });
});
