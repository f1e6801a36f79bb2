import { type Item, read, readOne, type Write, write } from '../store/store.ts';
import { DAY, dayIn, nowSeconds } from '../time.ts';
import { type Change, isEnd, orderOf, ticketOf } from './changes.ts';
import { dayKey } from './keys.ts';
import type { Ticket } from './queue.ts';

/**
 * A stall's day in numbers. `averageWaitSeconds` is from fetch to first call; null before the day's first call. Of the
 * WeChat messages to its eaters, how many WeChat took, and how many it refused.
 */
export type DayStats = {
  fetched: number;
  noted: number;
  called: number;
  done: number;
  averageWaitSeconds: number | null;
  messagesSent: number;
  messagesRefused: number;
};

type Counts = {
  fetched: number;
  noted: number;
  called: number;
  recalled: number;
  done: number;
  waitMs: number;
};

type Stored = Counts & Pick<DayStats, 'messagesSent' | 'messagesRefused'>;

const KEPT = 400 * DAY;

/** Reads a stall's day. */
export const readStats = async (sellerId: number, day: string): Promise<DayStats> =>
  toStats(await readOne(dayKey(sellerId, day)));

/** Reads the days that it may be at a stall, wherever on earth it is: yesterday's, today's and tomorrow's in UTC. */
export const readRecentStats = async (sellerId: number): Promise<Map<string, DayStats>> => {
  const days = [-DAY, 0, DAY].map((away) => dayIn('UTC', Date.now() + away * 1000));
  const items = await read(days.map((day) => dayKey(sellerId, day)));
  return new Map(days.map((day, i) => [day, toStats(items[i])]));
};

/** Today's numbers among the recent days of a stall. */
export const statsOf = (days: Map<string, DayStats>, timeZone: string): DayStats =>
  days.get(dayIn(timeZone)) ?? toStats(undefined);

/** Reads an item as the day that it counts; a day without one had no customers. */
const toStats = (item: Item | undefined): DayStats => {
  const counts = (item ?? {}) as Partial<Stored>;
  const { fetched = 0, noted = 0, called = 0, done = 0, waitMs = 0 } = counts;
  const { messagesSent = 0, messagesRefused = 0 } = counts;
  return {
    fetched,
    noted,
    called,
    done,
    averageWaitSeconds: called > 0 ? Math.round(waitMs / called / 1000) : null,
    messagesSent,
    messagesRefused,
  };
};

/**
 * Counts what happened to a stall's tickets on their day. Streams deliver again what they are not sure of, so the day
 * remembers the last change that it counted: each counts once.
 * @param changes of one stall and day, in their order
 */
export const countChanges = async (changes: Change[]): Promise<void> => {
  const [first, last] = [changes[0], changes.at(-1)];
  if (!first || !last) return;
  const { sellerId, day } = ticketOf(first);
  const written = await write({
    update: dayKey(sellerId, day),
    add: sum(changes.map(count)),
    set: { counted: orderOf(last), expiresAt: nowSeconds() + KEPT },
    when: 'attribute_not_exists(counted) OR counted < :first',
    values: { ':first': orderOf(first) },
  });
  if (written.ok) return;

  const counted = written.old?.counted as string;
  await countChanges(changes.filter((change) => orderOf(change) > counted));
};

/** The write that counts a message on its ticket's day: part of the transaction that says what became of it. */
export const countMessage = (
  { sellerId, day }: Pick<Ticket, 'sellerId' | 'day'>,
  outcome: 'sent' | 'refused',
): Write => ({
  update: dayKey(sellerId, day),
  add: { [outcome === 'sent' ? 'messagesSent' : 'messagesRefused']: 1 },
  set: { expiresAt: nowSeconds() + KEPT },
});

const count = (change: Change): Counts => {
  const { before, after } = change;
  const isFirstCall = after?.callCount !== undefined && before?.callCount === undefined;
  return {
    fetched: before ? 0 : 1,
    noted: after?.noteContent !== undefined && before?.noteContent === undefined ? 1 : 0,
    called: isFirstCall ? 1 : 0,
    recalled: !isFirstCall && (after?.callCount ?? 0) > (before?.callCount ?? 0) ? 1 : 0,
    // One that nobody noted and nobody called was cleared, one that expired was forgotten: no meal was collected with it.
    done: isEnd(change) && !change.isExpired && (before?.noteContent || before?.callCount) ? 1 : 0,
    waitMs: isFirstCall ? Math.max((after.calledAt ?? 0) - after.fetchedAt, 0) : 0,
  };
};

const sum = (all: Counts[]): Record<string, number> => {
  const total: Record<string, number> = {};
  for (const counts of all) {
    for (const [name, value] of Object.entries(counts)) total[name] = (total[name] ?? 0) + value;
  }
  return total;
};
