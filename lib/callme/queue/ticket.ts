import { DAY, dayEnd, HOUR, MINUTE, nowSeconds } from '../../time.ts';
import type { Entry } from './history.ts';

/**
 * A ticket: a number in use at a stall. It is gone once its order is done, cleared or its time is over. The table of its
 * states, and of who may move it on, stands in docs/design.md.
 *
 *   | state   | noteContent, user | calledAt | missedAt | endedAt | moves on by                                    |
 *   |---------|-------------------|----------|----------|---------|------------------------------------------------|
 *   | fetched | –                 | –        | –        | –       | push, call, next; clear and done end it        |
 *   | noted   | set               | –        | –        | –       | unnote, call, next; done of the stall ends it  |
 *   | called  | set or –          | set      | –        | –       | call (a recall), push, miss, undo; done ends it |
 *   | missed  | set or –          | set      | set      | –       | call brings it back; undo; done ends it        |
 *   | ended   | as it was         | as it was | as it was | set    | undo; whoever gets the number next replaces it |
 */
export type Ticket = {
  sellerId: number;
  marchSn: number;
  /** The business day and the day's count: the order of fetching. */
  day: string;
  count: number;
  /** Tells this ticket from another that had its number before. */
  fetchId: string;
  /** Epoch milliseconds, as `notedAt`, `calledAt`, `missedAt` and `endedAt`. */
  fetchedAt: number;
  /** Whether an eater took it without the stall's doing. */
  selfTaken?: boolean;
  noteContent?: string;
  /** The eater, `<app>#<openid>`, and the stall's name for them to see. */
  user?: string;
  sellerName?: string;
  notedAt?: number;
  /** The eater whom the ticket had last, once it has ended or the note was taken back. */
  formerUser?: string | null;
  /** Whether the eater asked for a WeChat message when called. */
  subscribe?: boolean;
  /** The latest call, and where to; `callCount` counts recalls too, and never goes back: it names calls. */
  calledAt?: number;
  callCount?: number;
  counter?: string;
  /** When the stall put it aside because nobody came. */
  missedAt?: number;
  /** Minutes after a call that it counts as missed without the stall's doing. */
  missAfter?: number;
  /** The code that a note must come with, and how many came with another. */
  code?: string;
  wrongCodes?: number;
  /** When it ended. It is kept for another day, and counts as absent. */
  endedAt?: number;
  /** What happened to it, the latest last; `changes` counts that, and so tells whether anything did. */
  history?: Entry[];
  changes?: number;
};

/** Numbers run from 1 to here, round and round. */
export const NUMBERS = 99;
/** Seconds that a ticket has at least, so that a night's last meals are not lost. */
const LIFE = 3 * HOUR;
/** Seconds after which a called number that its eater took themselves ends, collected or not. */
const UNCOLLECTED = 30 * MINUTE;
/** Seconds that a ticket is kept after its end. */
const KEPT = DAY;

/** A ticket's id as clients know it: the beginning of its `fetchId`, of 13 characters. */
export const ticketIdOf = ({ fetchId }: Pick<Ticket, 'fetchId'>): string => fetchId.slice(0, ID);
const ID = 13;

/** Whether a ticket is the one that a client means; one that names no `ticketId` means any. */
export const isMeant = (ticket: Pick<Ticket, 'fetchId'>, ticketId: string | undefined): boolean =>
  ticketId === undefined || ticketIdOf(ticket) === ticketId;

/** The same as a condition. */
export const meant = (ticketId: string | undefined) => ({
  when: ticketId === undefined ? [] : ['begins_with(fetchId, :ticketId)'],
  // No fetchId begins with one that is too short or too long.
  values: ticketId === undefined ? {} : { ':ticketId': ticketId.padEnd(ID, '?') },
});

/** Whether the stall called the number. */
export const isCalled = ({ calledAt }: Pick<Ticket, 'calledAt'>): boolean => calledAt !== undefined;

/** Whether nobody came for a called number, by the stall's word or by the time that it gives. */
export const isMissed = (
  { calledAt, missedAt, missAfter }: Pick<Ticket, 'calledAt' | 'missedAt' | 'missAfter'>,
  now = Date.now(),
): boolean =>
  calledAt !== undefined &&
  (missedAt !== undefined || (missAfter !== undefined && calledAt + missAfter * MINUTE * 1000 <= now));

/** Whether it has ended, and is only kept. */
export const isEnded = ({ endedAt }: Ticket): boolean => endedAt !== undefined;

/** Until when a ticket lives (epoch seconds) that was fetched at `fetchedAt`: to the end of its business day. */
export const lifeEnd = (timeZone: string, fetchedAt: number): number =>
  Math.max(dayEnd(timeZone, fetchedAt), Math.floor(fetchedAt / 1000) + LIFE);

/** Until when a called ticket of self-service lives, in epoch seconds. */
export const uncollectedEnd = (): number => nowSeconds() + UNCOLLECTED;

/** Until when an ended ticket is kept, in epoch seconds. */
export const keptUntil = (): number => nowSeconds() + KEPT;
