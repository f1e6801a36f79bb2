import { type Item, query, read, readOne } from '../store/store.ts';
import { DAY, dayIn } from '../time.ts';
import { dayKey } from './keys.ts';
import { waitOf } from './waits.ts';

/**
 * Days in numbers: one, or several together. Waits are from fetch to first call, null where nobody was called; the average
 * is exact, `medianWaitSeconds` and `p90WaitSeconds` (what nine in ten did not wait longer than) are so within a tenth. Of
 * the WeChat messages to the stall's eaters, how many WeChat took, and how many it refused.
 */
export type Stats = {
  fetched: number;
  noted: number;
  called: number;
  done: number;
  /** Called and not collected: the stall put them aside, and has not called them again. */
  missed: number;
  /** Of the fetched ones, those that an eater took without the stall's doing. */
  selfTaken: number;
  averageWaitSeconds: number | null;
  medianWaitSeconds: number | null;
  p90WaitSeconds: number | null;
  messagesSent: number;
  messagesRefused: number;
};

/** An hour of the stall's time zone, 0 to 23. Waits are those of the numbers that were called in it. */
export type HourStats = { hour: number; fetched: number; called: number; averageWaitSeconds: number | null };

/** Stats with their hours, from the first in which anything happened to the last. */
export type DayStats = Stats & { byHour: HourStats[] };

/** Several days together, and each of them. */
export type SpanStats = DayStats & { days: (Stats & { day: string })[] };

/** A day's item: each of its attributes is the sum of what lib/callme/counts.ts added to it. */
type Sums = Record<string, unknown>;

const HOURS = Array.from({ length: 24 }, (_, hour) => hour);

/** Reads a stall's day. */
export const readStats = async (sellerId: number, day: string): Promise<DayStats> =>
  toStats(await readOne(dayKey(sellerId, day)));

/** Reads a stall's days from `from` to `to`, which are among them: their sums, and a row for each. */
export const readSpan = async (sellerId: number, from: string, to: string): Promise<SpanStats> => {
  const [first, last] = [dayKey(sellerId, from), dayKey(sellerId, to)];
  const items = await query({
    TableName: first.table,
    KeyConditionExpression: 'pk = :pk AND sk BETWEEN :first AND :last',
    ExpressionAttributeValues: { ':pk': first.pk, ':first': first.sk, ':last': last.sk },
    ConsistentRead: false,
  });
  const found = new Map(items.map((item) => [item.sk, item]));
  const days = daysFrom(from, to).map((day) => {
    const { byHour, ...stats } = toStats(found.get(dayKey(sellerId, day).sk));
    return { day, ...stats };
  });
  return { ...toStats(together(items)), days };
};

/** Days that are read at once, at most. */
export const LONGEST_SPAN = 62;

/** How many days there are from `from` to `to`, both among them; none or less when they are the wrong way round. */
export const lengthOf = (from: string, to: string): number =>
  (Date.parse(to) - Date.parse(from)) / (DAY * 1000) + 1;

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
const toStats = (sums: Sums = {}): DayStats => {
  const waits = new Map(
    Object.keys(sums).flatMap((name) =>
      /^b\d+$/.test(name) ? [[Number(name.slice(1)), sum(sums, name)]] : [],
    ),
  );
  return {
    fetched: sum(sums, 'fetched'),
    noted: sum(sums, 'noted'),
    called: sum(sums, 'called'),
    done: sum(sums, 'done'),
    missed: sum(sums, 'missed'),
    selfTaken: sum(sums, 'selfTaken'),
    averageWaitSeconds: average(sum(sums, 'waitMs'), sum(sums, 'called')),
    medianWaitSeconds: waitOf(waits, 0.5),
    p90WaitSeconds: waitOf(waits, 0.9),
    messagesSent: sum(sums, 'messagesSent'),
    messagesRefused: sum(sums, 'messagesRefused'),
    byHour: hoursOf(sums),
  };
};

const hoursOf = (sums: Sums): HourStats[] => {
  const hours = HOURS.map((hour) => {
    const called = sum(sums, `c${hour}`);
    const averageWaitSeconds = average(sum(sums, `w${hour}`), called);
    return { hour, fetched: sum(sums, `f${hour}`), called, averageWaitSeconds };
  });
  const isBusy = ({ fetched, called }: HourStats) => fetched + called > 0;
  return hours.slice(Math.max(hours.findIndex(isBusy), 0), hours.findLastIndex(isBusy) + 1);
};

/** What was added up under a name. What was taken back before it was counted may stand below nothing for a moment. */
const sum = (sums: Sums, name: string): number => Math.max((sums[name] as number | undefined) ?? 0, 0);

const average = (waitMs: number, called: number): number | null =>
  called > 0 ? Math.round(waitMs / called / 1000) : null;

/** The sums of several days as if they were one. */
const together = (items: Item[]): Sums => {
  const all: Record<string, number> = {};
  for (const [name, value] of items.flatMap((item) => Object.entries(item))) {
    if (typeof value === 'number') all[name] = (all[name] ?? 0) + value;
  }
  return all;
};

const daysFrom = (from: string, to: string): string[] =>
  Array.from({ length: lengthOf(from, to) }, (_, away) => dayIn('UTC', Date.parse(from) + away * DAY * 1000));
