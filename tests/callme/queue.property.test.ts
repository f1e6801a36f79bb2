import fc from 'fast-check';
import { expect, it } from 'vitest';
import { counterKey, totalKey } from '../../lib/callme/keys.ts';
import { Failure } from '../../lib/callme/outcome.ts';
import {
  callTicket,
  clearTickets,
  endTicket,
  endTicketAs,
  fetchTicket,
  listTickets,
  pushNote,
} from '../../lib/callme/queue.ts';
import { readOne, write } from '../../lib/store/store.ts';
import { dayIn } from '../../lib/time.ts';
import { interleave } from '../support/interleave.ts';
import { QueueModel } from './queue-model.ts';

type Operation =
  | { kind: 'fetch' | 'clear' }
  | { kind: 'call' | 'finish'; marchSn: number }
  | { kind: 'push'; marchSn: number; user: string; note: string }
  | { kind: 'done'; marchSn: number; user: string };

const timeZone = 'Asia/Shanghai';
let stalls = 0;

/** A stall that nobody used, whose counter stands at `fetched`. */
const newStall = async (fetched: number): Promise<number> => {
  stalls += 1;
  await write({ update: counterKey(stalls, dayIn(timeZone)), set: { fetched } });
  return stalls;
};

/** Does the operation for real, and says what came of it as the model does. */
const act = async (sellerId: number, operation: Operation): Promise<string> => {
  const outcome = await perform(sellerId, operation);
  if (outcome instanceof Failure) return outcome.word;
  if ('marchSn' in outcome) return String(outcome.marchSn);
  return 'cleared' in outcome ? String(outcome.cleared) : 'success';
};

const perform = (sellerId: number, operation: Operation) => {
  switch (operation.kind) {
    case 'fetch':
      return fetchTicket({ sellerId, timeZone });
    case 'push': {
      const { marchSn, user, note } = operation;
      return pushNote({ sellerId, marchSn, user, noteContent: note });
    }
    case 'call':
      return callTicket(sellerId, operation.marchSn);
    case 'finish':
      return endTicket(sellerId, operation.marchSn);
    case 'done':
      return endTicketAs(operation.user, sellerId, operation.marchSn);
    case 'clear':
      return clearTickets(sellerId);
  }
};

const imagine = (model: QueueModel, operation: Operation): string => {
  switch (operation.kind) {
    case 'fetch':
      return model.fetch();
    case 'push':
      return model.push(operation.user, operation.marchSn, operation.note);
    case 'call':
      return model.call(operation.marchSn);
    case 'finish':
      return model.finish(operation.marchSn);
    case 'done':
      return model.done(operation.user, operation.marchSn);
    case 'clear':
      return model.clear();
  }
};

const stateOf = async (sellerId: number) =>
  (await listTickets(sellerId))
    .map(({ marchSn, noteContent, calledAt }) => [marchSn, noteContent, calledAt !== undefined])
    .sort(([a], [b]) => Number(a) - Number(b));

const notedOf = async (sellerId: number): Promise<unknown> => (await readOne(totalKey(sellerId)))?.noted ?? 0;

const user = fc.constantFrom('1#a', '1#b');
const note = fc.constantFrom('x', 'y');
const operationsOn = (
  marchSn: fc.Arbitrary<number>,
  kinds: readonly Operation['kind'][],
): fc.Arbitrary<Operation> => {
  const all: Record<Operation['kind'], fc.Arbitrary<Operation>> = {
    fetch: fc.record({ kind: fc.constant('fetch' as const) }),
    clear: fc.record({ kind: fc.constant('clear' as const) }),
    call: fc.record({ kind: fc.constant('call' as const), marchSn }),
    finish: fc.record({ kind: fc.constant('finish' as const), marchSn }),
    push: fc.record({ kind: fc.constant('push' as const), marchSn, user, note }),
    done: fc.record({ kind: fc.constant('done' as const), marchSn, user }),
  };
  return fc.oneof(...kinds.map((kind) => all[kind]));
};

const EVERY = ['fetch', 'fetch', 'push', 'call', 'done', 'finish', 'clear'] as const;

it('answers any sequence of operations as the model does', async () => {
  const near = fc.oneof(fc.integer({ min: 1, max: 6 }), fc.integer({ min: 94, max: 100 }));
  const operations = fc.array(operationsOn(near, EVERY), { minLength: 5, maxLength: 40 });

  await fc.assert(
    fc.asyncProperty(fc.constantFrom(0, 94, 197), operations, async (fetched, sequence) => {
      const sellerId = await newStall(fetched);
      const model = new QueueModel(fetched);
      for (const operation of sequence) {
        expect([operation, await act(sellerId, operation)]).toEqual([operation, imagine(model, operation)]);
      }
      expect(await stateOf(sellerId)).toEqual(model.state());
      expect(await notedOf(sellerId)).toBe(model.noted);
    }),
    { numRuns: 20 },
  );
});

it('answers as the model does when nearly all numbers are in use', async () => {
  const few = operationsOn(fc.integer({ min: 1, max: 99 }), [
    'fetch',
    'fetch',
    'fetch',
    'finish',
    'clear',
    'push',
  ]);

  await fc.assert(
    fc.asyncProperty(
      fc.integer({ min: 0, max: 98 }),
      fc.array(few, { maxLength: 12 }),
      async (fetched, sequence) => {
        const sellerId = await newStall(fetched);
        const model = new QueueModel(fetched);
        for (let i = 0; i < 97; i += 1) model.fetch();
        await Promise.all(Array.from({ length: 97 }, () => act(sellerId, { kind: 'fetch' })));
        for (const operation of sequence) {
          expect([operation, await act(sellerId, operation)]).toEqual([operation, imagine(model, operation)]);
        }
        expect(await stateOf(sellerId)).toEqual(model.state());
      },
    ),
    { numRuns: 6 },
  );
});

it('answers operations at once, in any interleaving of their DynamoDB calls, as in some order one by one', async () => {
  const atOnce = fc.array(
    operationsOn(fc.integer({ min: 1, max: 3 }), ['fetch', 'push', 'push', 'call', 'done', 'finish']),
    {
      minLength: 2,
      maxLength: 5,
    },
  );

  await fc.assert(
    fc.asyncProperty(
      fc.scheduler(),
      fc.integer({ min: 0, max: 3 }),
      atOnce,
      async (scheduler, before, operations) => {
        const sellerId = await newStall(0);
        for (let i = 0; i < before; i += 1) await act(sellerId, { kind: 'fetch' });
        const answers = await interleave(scheduler, () =>
          operations.map((operation) => act(sellerId, operation)),
        );
        const seen = JSON.stringify([answers, await stateOf(sellerId), await notedOf(sellerId)]);

        const possible = permutations(operations.map((_, i) => i)).map((order) => {
          const model = new QueueModel();
          for (let i = 0; i < before; i += 1) model.fetch();
          const imagined = new Map(order.map((i) => [i, imagine(model, operations[i] as Operation)]));
          return JSON.stringify([operations.map((_, i) => imagined.get(i)), model.state(), model.noted]);
        });
        expect(possible).toContain(seen);
      },
    ),
    { numRuns: 25 },
  );
});

it('never clears a ticket that gains a note meanwhile, nor one fetched meanwhile', async () => {
  await fc.assert(
    fc.asyncProperty(fc.scheduler(), async (scheduler) => {
      const sellerId = await newStall(0);
      for (let i = 0; i < 3; i += 1) await act(sellerId, { kind: 'fetch' });
      const [pushed, , fetched] = await interleave(scheduler, () => [
        act(sellerId, { kind: 'push', marchSn: 2, user: '1#a', note: 'x' }),
        act(sellerId, { kind: 'clear' }),
        act(sellerId, { kind: 'fetch' }),
      ]);
      const open = new Map(
        (await listTickets(sellerId)).map(({ marchSn, noteContent }) => [marchSn, noteContent]),
      );

      expect(open.get(2)).toBe(pushed === 'success' ? 'x' : undefined);
      expect(await notedOf(sellerId)).toBe(pushed === 'success' ? 1 : 0);
      expect(fetched).toBe('4');
    }),
    { numRuns: 15 },
  );
});

const permutations = (items: number[]): number[][] =>
  items.length < 2
    ? [items]
    : items.flatMap((item, i) => permutations(items.toSpliced(i, 1)).map((rest) => [item, ...rest]));
