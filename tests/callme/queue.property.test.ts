import fc from 'fast-check';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { counterKey, totalKey } from '../../lib/callme/keys.ts';
import { Failure } from '../../lib/callme/outcome.ts';
import {
  callNext,
  callTicket,
  clearTickets,
  endTicket,
  endTicketAs,
  fetchTicket,
  findTakes,
  listKeptTickets,
  listTickets,
  missTicket,
  pushNote,
  takeTicket,
  undo,
  unnote,
} from '../../lib/callme/queue.ts';
import { readOne, write } from '../../lib/store/store.ts';
import { dayIn } from '../../lib/time.ts';
import { interleave } from '../support/interleave.ts';
import { QueueModel } from './queue-model.ts';

type Of = { marchSn: number; user: string; which: number | undefined };
type Operation =
  | { kind: 'fetch' }
  | { kind: 'clear'; what: 'unnoted' | 'called' | 'all' }
  | { kind: 'call' | 'miss'; marchSn: number }
  | { kind: 'finish'; marchSn: number; which: number | undefined }
  | { kind: 'next' | 'undo'; requestId: string; marchSn?: number | undefined }
  | { kind: 'take'; user: string; requestId: string }
  | ({ kind: 'push'; note: string } & Of)
  | ({ kind: 'done' | 'unnote' } & Of)
  | { kind: 'wait'; seconds: number };

/** What is safe to ask again, whatever the answer was. */
const REPEATABLE: Operation['kind'][] = ['push', 'unnote', 'done', 'finish', 'miss', 'next', 'undo', 'take'];

const timeZone = 'Asia/Shanghai';
const MORNING = new Date('2026-11-20T08:00:00+08:00').getTime();
let stalls = 0;
let now = MORNING;
beforeEach(() => {
  now = MORNING;
  vi.useFakeTimers({ toFake: ['Date'], now });
});
afterEach(() => void vi.useRealTimers());

/** Lets time pass: what happens one after another happens at different moments. */
const pass = (seconds = 1): number => {
  now += seconds * 1_000;
  vi.setSystemTime(now);
  return now;
};

/** A stall that nobody used, whose counter stands at `fetched`. */
const newStall = async (fetched: number): Promise<number> => {
  stalls += 1;
  // So that no run lasts past the day.
  now = MORNING;
  pass();
  await write({ update: counterKey(stalls, dayIn(timeZone)), set: { fetched } });
  return stalls;
};

/** The ticketIds that clients were told, by number and in order: what a client may still hold. */
const held = new Map<string, string[]>();

const ticketIdOf = (sellerId: number, marchSn: number, which: number | undefined): string | undefined => {
  const ids = held.get(`${sellerId} ${marchSn}`) ?? [];
  return which === undefined || ids.length === 0 ? undefined : ids[which % ids.length];
};

/** Does the operation for real, and says what came of it as the model does. */
const act = async (sellerId: number, operation: Operation): Promise<string> => {
  const outcome = await perform(sellerId, operation);
  if (outcome instanceof Failure) return outcome.word;
  if ('undone' in outcome)
    return `${outcome.undone} ${(outcome.back ?? [outcome.marchSn]).toSorted((a, b) => a - b)}`;
  if ('noteContent' in outcome) return `${outcome.marchSn} ${outcome.noteContent ?? ''}`;
  if ('marchSn' in outcome) {
    const key = `${sellerId} ${outcome.marchSn}`;
    const ids = held.get(key) ?? [];
    const { ticketId = '' } = outcome as { ticketId?: string };
    if (!ids.includes(ticketId)) held.set(key, [...ids, ticketId]);
    return String(outcome.marchSn);
  }
  return 'cleared' in outcome ? String(outcome.cleared) : 'success';
};

const perform = async (sellerId: number, operation: Operation) => {
  switch (operation.kind) {
    case 'fetch':
      return fetchTicket({ sellerId, timeZone });
    case 'take':
      return take(sellerId, operation);
    case 'push': {
      const { marchSn, user, note, which } = operation;
      const ticketId = ticketIdOf(sellerId, marchSn, which);
      return pushNote({ sellerId, marchSn, user, noteContent: note, ticketId });
    }
    case 'unnote':
      return unnote(
        operation.user,
        sellerId,
        operation.marchSn,
        ticketIdOf(sellerId, operation.marchSn, operation.which),
      );
    case 'call':
      return callTicket(sellerId, operation.marchSn);
    case 'next':
      return callNext(await listKeptTickets(sellerId), operation);
    case 'miss':
      return missTicket(sellerId, operation.marchSn);
    case 'finish':
      return endTicket(sellerId, operation.marchSn, {
        ticketId: ticketIdOf(sellerId, operation.marchSn, operation.which),
      });
    case 'done':
      return endTicketAs(
        operation.user,
        sellerId,
        operation.marchSn,
        ticketIdOf(sellerId, operation.marchSn, operation.which),
      );
    case 'clear':
      return clearTickets(sellerId, operation.what);
    case 'undo':
      return undo({ sellerId, timeZone }, operation);
    case 'wait':
      pass(operation.seconds);
      return {};
  }
};

const take = async (sellerId: number, { user, requestId }: { user: string; requestId: string }) => {
  const [tickets, requests] = await Promise.all([listTickets(sellerId), findTakes(requestId)]);
  const settings = { selfService: true };
  const seller = { id: sellerId, telNum: '', paidUntil: now, timeZone, user: '2#s', settings };
  return takeTicket({ user, seller, tickets, readAt: now, averageWaitSeconds: null, requestId, requests });
};

const imagine = (model: QueueModel, operation: Operation): string => {
  const idOf = ({ marchSn, which }: { marchSn: number; which: number | undefined }): number | undefined => {
    const ids = model.given.get(marchSn) ?? [];
    return which === undefined || ids.length === 0 ? undefined : ids[which % ids.length];
  };
  switch (operation.kind) {
    case 'fetch':
      return model.fetch();
    case 'take':
      return model.take(operation.user);
    case 'push':
      return model.push(operation.user, operation.marchSn, operation.note, idOf(operation));
    case 'unnote':
      return model.unnote(operation.user, operation.marchSn, idOf(operation));
    case 'call':
      return model.call(operation.marchSn);
    case 'next':
      return model.next();
    case 'miss':
      return model.miss(operation.marchSn);
    case 'finish':
      return model.finish(operation.marchSn, idOf(operation));
    case 'done':
      return model.done(operation.user, operation.marchSn, idOf(operation));
    case 'clear':
      return model.clear(operation.what);
    case 'undo':
      return model.undo(operation.marchSn);
    case 'wait':
      return 'success';
  }
};

const stateOf = async (sellerId: number) =>
  (await listTickets(sellerId))
    .map(({ marchSn, user, noteContent, calledAt, missedAt }) => [
      marchSn,
      user,
      noteContent,
      calledAt !== undefined,
      missedAt !== undefined,
    ])
    .sort(([a], [b]) => Number(a) - Number(b));

const notedOf = async (sellerId: number): Promise<unknown> => (await readOne(totalKey(sellerId)))?.noted ?? 0;

/** Plays operations one after another, some of them twice as after a lost answer, and compares each answer. */
const play = async (sellerId: number, model: QueueModel, operations: [Operation, boolean][]) => {
  for (const [operation, isLost] of operations) {
    model.now = pass();
    const answer = imagine(model, operation);
    expect([operation, await act(sellerId, operation)]).toEqual([operation, answer]);
    if (!isLost || !REPEATABLE.includes(operation.kind)) continue;
    expect(['again', operation, await act(sellerId, operation)]).toEqual(['again', operation, answer]);
  }
  expect(await stateOf(sellerId)).toEqual(model.state());
  expect(await notedOf(sellerId)).toBe(model.noted);
};

const user = fc.constantFrom('1#a', '1#b');
const note = fc.constantFrom('x', 'y');
const which = fc.option(fc.nat({ max: 3 }), { nil: undefined });
const requestId = fc.uuid();
const kind = <K extends string>(name: K) => fc.constant(name);
const operationsOn = (
  marchSn: fc.Arbitrary<number>,
  kinds: readonly Operation['kind'][],
): fc.Arbitrary<Operation> => {
  const all: Record<Operation['kind'], fc.Arbitrary<Operation>> = {
    fetch: fc.record({ kind: kind('fetch') }),
    clear: fc.record({ kind: kind('clear'), what: fc.constantFrom('unnoted', 'called', 'all') }),
    call: fc.record({ kind: kind('call'), marchSn }),
    next: fc.record({ kind: kind('next'), requestId }),
    miss: fc.record({ kind: kind('miss'), marchSn }),
    undo: fc.record({ kind: kind('undo'), requestId, marchSn: fc.option(marchSn, { nil: undefined }) }),
    finish: fc.record({ kind: kind('finish'), marchSn, which }),
    push: fc.record({ kind: kind('push'), marchSn, user, note, which }),
    unnote: fc.record({ kind: kind('unnote'), marchSn, user, which }),
    done: fc.record({ kind: kind('done'), marchSn, user, which }),
    take: fc.record({ kind: kind('take'), user, requestId }),
    wait: fc.record({ kind: kind('wait'), seconds: fc.constantFrom(100, 290, 901) }),
  };
  return fc.oneof(...kinds.map((name) => all[name]));
};

const EVERY = [
  'fetch',
  'fetch',
  'fetch',
  'push',
  'push',
  'unnote',
  'call',
  'next',
  'miss',
  'done',
  'finish',
  'clear',
  'undo',
  'undo',
  'take',
  'wait',
] as const;

it('answers any sequence of operations as the model does', async () => {
  const near = fc.oneof(fc.integer({ min: 1, max: 6 }), fc.integer({ min: 94, max: 100 }));
  const operations = fc.array(fc.tuple(operationsOn(near, EVERY), fc.boolean()), {
    minLength: 5,
    maxLength: 40,
  });

  await fc.assert(
    fc.asyncProperty(fc.constantFrom(0, 94, 197), operations, async (fetched, sequence) => {
      const sellerId = await newStall(fetched);
      await play(sellerId, new QueueModel(fetched), sequence);
    }),
    { numRuns: 40 },
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
    'next',
    'miss',
    'undo',
    'take',
    'wait',
  ]);

  await fc.assert(
    fc.asyncProperty(
      fc.integer({ min: 0, max: 98 }),
      fc.array(fc.tuple(few, fc.boolean()), { maxLength: 16 }),
      async (fetched, sequence) => {
        const sellerId = await newStall(fetched);
        const model = new QueueModel(fetched);
        for (let i = 0; i < 97; i += 1) model.fetch();
        for (let i = 0; i < 97; i += 1) await act(sellerId, { kind: 'fetch' });
        await play(sellerId, model, sequence);
      },
    ),
    { numRuns: 6 },
  );
});

it('answers operations at once, in any interleaving of their DynamoDB calls, as in some order one by one', async () => {
  const atOnce = fc.array(
    operationsOn(fc.integer({ min: 1, max: 3 }), [
      'fetch',
      'push',
      'push',
      'unnote',
      'call',
      'next',
      'miss',
      'done',
      'finish',
    ]),
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
        act(sellerId, { kind: 'push', marchSn: 2, user: '1#a', note: 'x', which: undefined }),
        act(sellerId, { kind: 'clear', what: 'unnoted' }),
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

it('lets an eater who takes several times at once have one number, in any interleaving', async () => {
  const eaters = fc.array(user, { minLength: 2, maxLength: 4 });

  await fc.assert(
    fc.asyncProperty(fc.scheduler(), eaters, fc.boolean(), async (scheduler, users, isEnded) => {
      const sellerId = await newStall(0);
      const taking = (name: string, time: string): Operation => ({
        kind: 'take',
        user: name,
        requestId: `${sellerId} ${time}`,
      });
      if (isEnded) {
        // What they had before does not stand in the way.
        for (const [i, name] of users.entries()) await act(sellerId, taking(name, `before ${i}`));
        await act(sellerId, { kind: 'clear', what: 'all' });
        pass(60);
      }
      const answers = await interleave(scheduler, () =>
        users.map((name, i) => act(sellerId, taking(name, String(i)))),
      );

      const open = await listTickets(sellerId);
      expect(open.map((ticket) => ticket.user).toSorted()).toEqual([...new Set(users)].toSorted());
      for (const [i, name] of users.entries())
        expect(answers[i]).toBe(String(open.find((ticket) => ticket.user === name)?.marchSn));
    }),
    { numRuns: 25 },
  );
});

const permutations = (items: number[]): number[][] =>
  items.length < 2
    ? [items]
    : items.flatMap((item, i) => permutations(items.toSpliced(i, 1)).map((rest) => [item, ...rest]));
