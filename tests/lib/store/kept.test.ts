import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { keep } from '../../../lib/store/kept.ts';

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

/** A read that counts how often it looks. */
const counting = () => {
  let times = 0;
  return vi.fn(async (name: string) => {
    times += 1;
    return `${name}${times}`;
  });
};

describe('what is kept', () => {
  it('is read once for all who ask meanwhile, at the same moment too, and anew after its time', async () => {
    const ask = keep(2_000, counting());

    expect(await Promise.all([ask('a'), ask('a')])).toEqual(['a1', 'a1']);
    vi.advanceTimersByTime(1_999);
    expect(await ask('a')).toBe('a1');
    vi.advanceTimersByTime(1);
    expect(await ask('a')).toBe('a2');
  });

  it('is old from when its read began: one that took long is no younger for it', async () => {
    const ask = keep(2_000, async () => {
      const seen = Date.now();
      await new Promise((resolve) => setTimeout(resolve, 1_500));
      return seen;
    });

    const first = ask();
    await vi.advanceTimersByTimeAsync(2_000);
    const second = ask();
    await vi.advanceTimersByTimeAsync(1_500);
    expect((await second) - (await first)).toBe(2_000);
  });

  it('has a name of its own each, and is forgotten alone', async () => {
    const ask = keep(2_000, counting());
    expect([await ask('a'), await ask('b')]).toEqual(['a1', 'b2']);

    ask.forget('a');

    expect([await ask('a'), await ask('b')]).toEqual(['a3', 'b2']);
  });

  it('is not what could not be read, nor what is not there', async () => {
    const read = vi.fn().mockRejectedValueOnce(new Error('down')).mockResolvedValueOnce(undefined);
    const ask = keep(2_000, read.mockResolvedValue('there'));

    await expect(ask()).rejects.toThrow('down');
    expect(await ask()).toBeUndefined();
    expect(await ask()).toBe('there');
    expect(await ask()).toBe('there');
    expect(read).toHaveBeenCalledTimes(3);
  });

  it('is a thousand names at most, the latest', async () => {
    const read = counting();
    const ask = keep(60_000, read);
    for (let n = 0; n <= 1_000; n += 1) await ask(`${n}`);

    await ask('1');
    expect(read).toHaveBeenCalledTimes(1_001);
    await ask('0');
    expect(read).toHaveBeenCalledTimes(1_002);
  });

  it('is none of a time that is yet to come: the clock was put back', async () => {
    const ask = keep(2_000, counting());
    await ask('a');

    vi.setSystemTime(Date.now() - 3_600_000);

    expect(await ask('a')).toBe('a2');
  });

  it('with no time is nothing', async () => {
    const ask = keep(0, counting());

    expect([await ask('a'), await ask('a')]).toEqual(['a1', 'a2']);
  });
});
