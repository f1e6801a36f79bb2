import { type Write, write } from '../store/store.ts';
import { DAY, dayIn, hourIn, nowSeconds } from '../time.ts';
import { type Change, isEnd, orderOf, ticketOf } from './changes.ts';
import { dayKey } from './keys.ts';
import type { Ticket } from './queue.ts';
import { intervalOf } from './waits.ts';
import { zoneOf } from './zones.ts';

/**
 * What is added to a day for a change, by the attribute of the day's item:
 *
 *   | attribute                          | what it adds up                                                   |
 *   |------------------------------------|-------------------------------------------------------------------|
 *   | fetched, noted, called, done, …    | tickets; `recalled`: calls after the first                        |
 *   | waitMs                             | milliseconds from fetch to first call                             |
 *   | f<hour>, c<hour>, w<hour>          | fetched, called and waitMs of an hour in the stall's time zone    |
 *   | b<interval>                        | how many waits fell into an interval of lib/callme/waits.ts       |
 *
 * There are 24 hours and 64 intervals: an item of a day stays below 1 KB, and a write of it is one unit.
 */
type Counts = Record<string, number>;

const KEPT = 400 * DAY;

/**
 * Counts what happened to a stall's tickets on their day. Streams deliver again what they are not sure of, so the day
 * remembers the last change that it counted: each counts once.
 * @param changes of one stall and day, in their order
 */
export const countChanges = async (changes: Change[]): Promise<void> => {
  const [first, last] = [changes[0], changes.at(-1)];
  if (!first || !last) return;
  const { sellerId, day } = ticketOf(first);
  const timeZone = await zoneOf(sellerId);
  const written = await write({
    update: dayKey(sellerId, day),
    add: sum(changes.map((change) => count(change, timeZone))),
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

const count = (change: Change, timeZone: string): Counts => {
  const { before, after } = change;
  return {
    ...(after && !before && countFetch(after, timeZone)),
    ...(before && after && countMiss(before, after)),
    ...(after?.noteContent !== undefined && before?.noteContent === undefined && { noted: 1 }),
    ...(after && countCall(before, after, timeZone)),
    // One that nobody noted and nobody called was cleared, one that expired was forgotten: no meal was collected with it.
    ...(isEnd(change) && !change.isExpired && (before?.noteContent || before?.callCount) && { done: 1 }),
  };
};

const countFetch = (ticket: Ticket, timeZone: string): Counts => ({
  fetched: 1,
  [`f${hourOf(ticket, ticket.fetchedAt, timeZone)}`]: 1,
  ...(ticket.selfTaken && { selfTaken: 1 }),
});

/** One that was put aside is missed until it is called again. */
const countMiss = (before: Ticket, after: Ticket): Counts => ({
  missed: Number(after.missedAt !== undefined) - Number(before.missedAt !== undefined),
});

/** A first call counts, and one that is taken back no longer does; `callCount` does not go back with it. */
const countCall = (before: Ticket | undefined, after: Ticket, timeZone: string): Counts => {
  const [was, is] = [before?.calledAt !== undefined, after.calledAt !== undefined];
  if (was && is) return { recalled: (after.callCount ?? 0) - (before?.callCount ?? 0) };
  if (was === is) return {};
  const counts = firstCall(is ? after : (before as Ticket), timeZone);
  return is ? counts : negative(counts);
};

const firstCall = (ticket: Ticket, timeZone: string): Counts => {
  const calledAt = ticket.calledAt ?? ticket.fetchedAt;
  const waitMs = Math.max(calledAt - ticket.fetchedAt, 0);
  const hour = hourOf(ticket, calledAt, timeZone);
  return { called: 1, waitMs, [`c${hour}`]: 1, [`w${hour}`]: waitMs, [`b${intervalOf(waitMs)}`]: 1 };
};

const negative = (counts: Counts): Counts =>
  Object.fromEntries(Object.entries(counts).map(([name, value]) => [name, -value]));

/** The hour of the ticket's day; what happens after midnight still belongs to its last one. */
const hourOf = ({ day }: Ticket, at: number, timeZone: string): number => {
  const today = dayIn(timeZone, at);
  if (today === day) return hourIn(timeZone, at);
  return today > day ? 23 : 0;
};

/** All counts together, without those that come to nothing. */
const sum = (all: Counts[]): Counts => {
  const total: Counts = {};
  for (const counts of all) {
    for (const [name, value] of Object.entries(counts)) total[name] = (total[name] ?? 0) + value;
  }
  return Object.fromEntries(Object.entries(total).filter(([, value]) => value !== 0));
};
