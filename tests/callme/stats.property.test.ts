import { marshall } from '@aws-sdk/util-dynamodb';
import type { DynamoDBRecord } from 'aws-lambda';
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { ticketKey } from '../../lib/callme/keys.ts';
import type { Ticket } from '../../lib/callme/queue.ts';
import { readSpan, readStats } from '../../lib/callme/stats.ts';
import { primaryKey } from '../../lib/store/write.ts';
import { openSockets } from '../support/sockets.ts';
import { deliver } from '../support/stream.ts';

openSockets();

const DAY = '2026-11-20';
const MIDNIGHT = new Date(`${DAY}T00:00:00+08:00`).getTime();
const HOUR = 3_600_000;

/** What happens to a number: when it is fetched (milliseconds into the day), called after how long, if it is. */
const life = fc.record({
  fetched: fc.nat(24 * HOUR - 1),
  wait: fc.option(fc.nat(HOUR)),
  isSelfTaken: fc.boolean(),
  isTakenBack: fc.boolean(),
  isMissed: fc.boolean(),
});
type Life = typeof life extends fc.Arbitrary<infer T> ? T : never;

/** How the stream delivers: in batches of some length, of which some come again, a number of changes too early. */
const delivery = fc.array(fc.record({ length: fc.integer({ min: 1, max: 7 }), again: fc.nat(5) }), {
  minLength: 1,
});

let stalls = 70_000;
let sequence = 1_000_000;

/** The changes of a number's life, with the moments at which they happen. */
const changesOf = (
  sellerId: number,
  lived: Life,
  i: number,
): [at: number, before: Ticket | undefined, after: Ticket][] => {
  const fetchedAt = MIDNIGHT + lived.fetched;
  const born: Ticket = {
    ...{ sellerId, marchSn: (i % 99) + 1, day: DAY, count: i + 1, fetchId: `ticket-${i}`, fetchedAt },
    ...(lived.isSelfTaken && { selfTaken: true }),
  };
  if (lived.wait === null) return [[fetchedAt, undefined, born]];
  const calledAt = fetchedAt + lived.wait;
  const called = { ...born, calledAt, callCount: 1 };
  const { calledAt: _, ...back } = called;
  const missed = { ...called, missedAt: calledAt + 1 };
  return [
    [fetchedAt, undefined, born],
    [calledAt, born, called],
    ...(lived.isTakenBack ? [[calledAt + 1, called, back] satisfies [number, Ticket, Ticket]] : []),
    ...(lived.isMissed && !lived.isTakenBack
      ? [[calledAt + 1, called, missed] satisfies [number, Ticket, Ticket]]
      : []),
  ];
};

const recordOf = (before: Ticket | undefined, after: Ticket): DynamoDBRecord => {
  sequence += 1;
  return {
    dynamodb: {
      Keys: marshall(primaryKey(ticketKey(after.sellerId, after.marchSn))),
      SequenceNumber: String(sequence),
      ...(before && { OldImage: marshall(before) }),
      NewImage: marshall(after),
    },
  } as DynamoDBRecord;
};

const deliverAll = async (records: DynamoDBRecord[], batches: { length: number; again: number }[]) => {
  for (let next = 0, i = 0; next < records.length; i += 1) {
    const { length, again } = batches[i % batches.length] as (typeof batches)[0];
    await deliver(...records.slice(Math.max(next - again, 0), next + length));
    next += length;
  }
};

const hourOf = (ms: number) => Math.min(Math.floor(ms / HOUR), 23);
const averageOf = (waits: number[]) =>
  waits.length > 0 ? Math.round(waits.reduce((sum, wait) => sum + wait, 0) / waits.length / 1000) : null;
const nearest = (waits: number[], share: number) =>
  (waits.toSorted((a, b) => a - b)[Math.ceil(share * waits.length) - 1] as number) / 1000;

it('a day is what happened on it, however the stream delivers it', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(life, { minLength: 1, maxLength: 30 }), delivery, async (lives, batches) => {
      stalls += 1;
      const changes = lives.flatMap((lived, i) => changesOf(stalls, lived, i)).sort(([a], [b]) => a - b);
      await deliverAll(
        changes.map(([, before, after]) => recordOf(before, after)),
        batches,
      );
      const calls = lives.flatMap(({ fetched, wait, isTakenBack }) =>
        wait === null || isTakenBack ? [] : [{ wait, hour: hourOf(fetched + wait) }],
      );
      const waits = calls.map(({ wait }) => wait);
      const { byHour, medianWaitSeconds, p90WaitSeconds, ...day } = await readStats(stalls, DAY);

      expect(day).toMatchObject({
        fetched: lives.length,
        called: calls.length,
        selfTaken: lives.filter(({ isSelfTaken }) => isSelfTaken).length,
        missed: lives.filter(({ wait, isMissed, isTakenBack }) => wait !== null && isMissed && !isTakenBack)
          .length,
        averageWaitSeconds: averageOf(waits),
      });
      for (const { hour, fetched, called, averageWaitSeconds } of byHour) {
        const inHour = calls.filter((one) => one.hour === hour);
        expect([fetched, called, averageWaitSeconds]).toEqual([
          lives.filter((one) => hourOf(one.fetched) === hour).length,
          inHour.length,
          averageOf(inHour.map(({ wait }) => wait)),
        ]);
      }
      for (const [said, share] of [
        [medianWaitSeconds, 0.5],
        [p90WaitSeconds, 0.9],
      ] as const) {
        if (said === null) expect(waits).toEqual([]);
        else
          expect(Math.abs(said - nearest(waits, share))).toBeLessThanOrEqual(nearest(waits, share) * 0.1 + 1);
      }
      const { days, ...span } = await readSpan(stalls, DAY, DAY);
      expect(span).toEqual({ ...day, byHour, medianWaitSeconds, p90WaitSeconds });
      expect(days).toEqual([{ day: DAY, ...day, medianWaitSeconds, p90WaitSeconds }]);
    }),
    { numRuns: 40 },
  );
});
