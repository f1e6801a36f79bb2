import { describe, expect, it } from 'vitest';
import { covered, inSequence } from '../../bench/intervals.ts';
import { record } from '../../bench/recorder.ts';
import { CALLME_TABLE } from '../../lib/callme/keys.ts';
import { ABSENT, read, transact, write } from '../../lib/store/store.ts';

const key = (sk: string) => ({ table: CALLME_TABLE, pk: 'bench', sk });

describe('what counts as one after another', () => {
  it('is the longest chain of intervals that do not overlap', () => {
    const chain = [
      { start: 0, end: 2 },
      { start: 0, end: 5 },
      { start: 2, end: 4 },
      { start: 5, end: 6 },
    ];
    expect(inSequence(chain)).toBe(3);
    expect(inSequence([])).toBe(0);
  });

  it('counts time once where intervals overlap', () => {
    const overlapping = [
      { start: 5, end: 8 },
      { start: 0, end: 4 },
      { start: 1, end: 2 },
      { start: 7, end: 9 },
    ];
    expect(covered(overlapping)).toBe(8);
  });
});

describe('record', () => {
  it('tells requests at the same time from requests one after another', async () => {
    const both = await record(() => Promise.all([read([key('1')]), read([key('2')])]));
    const inTurn = await record(async () => {
      await read([key('1')]);
      await read([key('2')]);
    });
    expect(both).toMatchObject({ calls: 2, inSequence: 1, read: 2, written: 0 });
    expect(inTurn).toMatchObject({ calls: 2, inSequence: 2, read: 2, written: 0 });
  });

  it('adds up capacity, and assumes it for a write that is refused', async () => {
    const put = { put: key('new'), item: {}, when: ABSENT };
    const written = await record(() => write(put));
    const refused = await record(() => write(put));
    const transaction = await record(() => transact([put, { put: key('other'), item: {} }]));
    expect(written).toMatchObject({ written: 1, isPartlyAssumed: false });
    expect(refused).toMatchObject({ written: 1, isPartlyAssumed: true });
    expect(transaction).toMatchObject({ calls: 1, written: 4, isPartlyAssumed: true });
  });

  it('leaves out the time on the wire, and tells the share of the SDK', async () => {
    const start = performance.now();
    const { own, sdk } = await record(() => read([key('1'), key('2')]));
    expect(own).toBeLessThan(performance.now() - start);
    expect(sdk).toBeGreaterThan(0);
    expect(sdk).toBeLessThan(own);
  });
});
