import { describe, expect, it } from 'vitest';
import { covered, inSequence, percentile } from '../../bench/intervals.ts';
import { record } from '../../bench/recorder.ts';
import { CALLME_TABLE } from '../../lib/callme/keys.ts';
import { savePicture } from '../../lib/store/pictures.ts';
import { ABSENT, read, transact, write } from '../../lib/store/store.ts';
import { ofSize, PNG } from '../support/pictures.ts';
import { openSockets, TestSocket } from '../support/sockets.ts';

openSockets();

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

it('a percentile is the least value that enough of the others do not exceed', () => {
  const values = Array.from({ length: 30 }, (_, i) => 30 - i);
  expect(percentile(values, 0.95)).toBe(29);
  expect(percentile([7], 0.95)).toBe(7);
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

  it('tells posts to WebSockets from requests to S3 and DynamoDB', async () => {
    const { post } = await import('../../lib/websocket.ts');
    const { id } = new TestSocket();
    const posted = await record(() => Promise.all([post(id, 'hello'), post(id, 'again'), read([key('1')])]));
    const stored = await record(() => savePicture({ bytes: ofSize(PNG, 1_000), type: 'image/png' }));
    expect(posted).toMatchObject({ posts: 2, calls: 1, s3: 0, wechat: 0 });
    expect(stored).toMatchObject({ posts: 0, calls: 0, s3: 1, wechat: 0 });
  });
});
