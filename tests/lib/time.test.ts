import fc from 'fast-check';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { addMonths, DAY, dayIn, HOUR, MINUTE, monthsBegun, nowSeconds } from '../../lib/time.ts';

afterEach(() => void vi.useRealTimers());

const at = (iso: string) => Date.parse(iso) / 1000;
const iso = (seconds: number) => new Date(seconds * 1000).toISOString().slice(0, 19);
/** 2000 to 2100. */
const someTime = fc.integer({ min: 946_684_800, max: 4_102_444_800 });

describe('nowSeconds', () => {
  it('counts whole seconds', () => {
    vi.useFakeTimers({ toFake: ['Date'], now: 1_700_000_000_999 });

    expect(nowSeconds()).toBe(1_700_000_000);
    expect([MINUTE, HOUR, DAY]).toEqual([60, 3_600, 86_400]);
  });
});

describe('dayIn', () => {
  it.each([
    ['Asia/Shanghai', '2026-11-20T15:59:59.999Z', '2026-11-20'],
    ['Asia/Shanghai', '2026-11-20T16:00:00.000Z', '2026-11-21'],
    ['Asia/Shanghai', '2026-12-31T16:00:00.000Z', '2027-01-01'],
    ['Asia/Shanghai', '2028-02-28T16:00:00.000Z', '2028-02-29'],
    ['Asia/Urumqi', '2026-11-20T17:59:59.999Z', '2026-11-20'],
    ['Asia/Urumqi', '2026-11-20T18:00:00.000Z', '2026-11-21'],
    ['UTC', '2026-01-02T00:00:00.000Z', '2026-01-02'],
  ])('in %s at %s is %s', (timeZone, time, day) => {
    expect(dayIn(timeZone, Date.parse(time))).toBe(day);
  });

  it('takes the present for its time', () => {
    vi.useFakeTimers({ toFake: ['Date'], now: Date.parse('2026-11-20T17:00:00Z') });

    expect([dayIn('Asia/Shanghai'), dayIn('Asia/Urumqi')]).toEqual(['2026-11-21', '2026-11-20']);
  });

  it('sorts as text in the order of time', () => {
    fc.assert(
      fc.property(someTime, someTime, (one, other) => {
        const [early, late] = one < other ? [one, other] : [other, one];
        expect(dayIn('Asia/Shanghai', early * 1000) <= dayIn('Asia/Shanghai', late * 1000)).toBe(true);
      }),
    );
  });
});

describe('addMonths', () => {
  it.each([
    ['2026-01-15T10:20:30', 1, '2026-02-15T10:20:30'],
    ['2026-01-31T10:20:30', 1, '2026-02-28T10:20:30'],
    // Half past midnight on 1 March in China.
    ['2026-02-28T16:30:00', 1, '2026-03-31T16:30:00'],
    ['2028-01-31T00:00:00', 1, '2028-02-29T00:00:00'],
    ['2028-02-29T12:00:00', 12, '2029-02-28T12:00:00'],
    ['2028-02-29T12:00:00', 48, '2032-02-29T12:00:00'],
    ['2026-12-31T23:59:59', 1, '2027-01-31T23:59:59'],
    ['2026-12-31T23:59:59', 2, '2027-02-28T23:59:59'],
    ['2026-03-31T00:00:00', 1, '2026-04-30T00:00:00'],
    ['2026-11-20T05:06:07', 0, '2026-11-20T05:06:07'],
    ['2026-03-31T05:06:07', -1, '2026-02-28T05:06:07'],
    ['2099-10-31T05:06:07', 5, '2100-03-31T05:06:07'],
    ['2099-10-31T05:06:07', 4, '2100-02-28T05:06:07'],
  ])('moves %s by %i to %s', (from, months, to) => {
    expect(iso(addMonths(at(`${from}Z`), months))).toBe(to);
  });

  it('arrives in the month that it should, on the same day or the month’s last, at the same time of day', () => {
    fc.assert(
      fc.property(someTime, fc.integer({ min: 0, max: 240 }), (from, months) => {
        const inChina = (seconds: number) => new Date((seconds + 8 * HOUR) * 1000);
        const [before, after] = [inChina(from), inChina(addMonths(from, months))];
        const index = (date: Date) => date.getUTCFullYear() * 12 + date.getUTCMonth();
        const nextDay = new Date(after.getTime() + DAY * 1000);

        expect(index(after)).toBe(index(before) + months);
        expect(after.getTime() % (DAY * 1000)).toBe(before.getTime() % (DAY * 1000));
        if (after.getUTCDate() !== before.getUTCDate()) {
          expect(after.getUTCDate()).toBeLessThan(before.getUTCDate());
          expect(nextDay.getUTCDate()).toBe(1);
        }
      }),
    );
  });
});

describe('monthsBegun', () => {
  const now = at('2026-11-20T04:00:00Z');

  it.each([
    ['a second ahead', 1, 1],
    ['now', 0, 0],
    ['a second ago', -1, 0],
    ['years ago', -100_000_000, 0],
  ])('of %s', (_, distance, months) => {
    expect(monthsBegun(now, now + distance)).toBe(months);
  });

  it('counts the last month to its end', () => {
    expect(monthsBegun(now, addMonths(now, 3))).toBe(3);
    expect(monthsBegun(now, addMonths(now, 3) + 1)).toBe(4);
    expect(monthsBegun(now + 1, addMonths(now, 3))).toBe(3);
    expect(monthsBegun(now, addMonths(now, 2) + 1)).toBe(3);
  });

  it('gives back what addMonths took', () => {
    fc.assert(
      fc.property(someTime, fc.integer({ min: 0, max: 120 }), (from, months) => {
        expect(monthsBegun(from, addMonths(from, months))).toBe(months);
      }),
    );
  });

  it('never falls when the end moves away, and never rises as time passes', () => {
    const span = fc.integer({ min: -10_000_000, max: 100_000_000 });
    fc.assert(
      fc.property(someTime, span, fc.nat(10_000_000), (from, distance, step) => {
        const months = monthsBegun(from, from + distance);
        expect(monthsBegun(from, from + distance + step)).toBeGreaterThanOrEqual(months);
        expect(monthsBegun(from + step, from + distance)).toBeLessThanOrEqual(months);
      }),
    );
  });
});
