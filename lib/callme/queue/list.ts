import { isKept, queryPartition, readOne } from '../../store/store.ts';
import { CALLME_TABLE, stall, ticketKey } from '../keys.ts';
import { belongings } from '../users.ts';
import { isCalled, isEnded, isMissed, type Ticket } from './ticket.ts';

/** What of a ticket says where it stands in the queue. */
const STANDING = [
  'marchSn',
  'day',
  'count',
  'fetchId',
  'fetchedAt',
  'calledAt',
  'callCount',
  'counter',
  'missedAt',
  'missAfter',
] as const satisfies (keyof Ticket)[];
export type Standing = Pick<Ticket, (typeof STANDING)[number]>;

/** What of a ticket says what was ordered. */
const ORDER = ['marchSn', 'day', 'count', 'noteContent'] as const satisfies (keyof Ticket)[];
export type Order = Pick<Ticket, (typeof ORDER)[number]>;

/** All of a ticket but its history, which is most of what there is to take in. */
const BRIEF: readonly (keyof Ticket)[] = [
  'sellerId',
  'marchSn',
  'day',
  'count',
  'fetchId',
  'fetchedAt',
  'user',
  'noteContent',
  'selfTaken',
  'calledAt',
  'missedAt',
  'missAfter',
  'code',
  'changes',
];

/** A stall's open tickets in the order of fetching. */
export const listTickets = (sellerId: number): Promise<Ticket[]> => list(sellerId);

/** The same, without their histories. */
export const listBriefly = (sellerId: number): Promise<Ticket[]> => list(sellerId, BRIEF);

/** The same, of each where it stands. */
export const listStandings = (sellerId: number): Promise<Standing[]> => list(sellerId, STANDING);

/** The same, of each what was ordered (Q06). */
export const listOrders = (sellerId: number): Promise<Order[]> => list(sellerId, ORDER);

/** Reads the open ticket of a number. */
export const readTicket = async (sellerId: number, marchSn: number): Promise<Ticket | undefined> =>
  (await readOne(ticketKey(sellerId, marchSn))) as Ticket | undefined;

/** The same, and with them those that have ended within a day and whose number nobody has since. */
export const listKeptTickets = async (sellerId: number): Promise<Ticket[]> =>
  sorted((await queryPartition(CALLME_TABLE, stall(sellerId), 'ticket#', { isWanted: isKept })) as Ticket[]);

/** Those among tickets that are open. */
export const openOf = (tickets: Ticket[]): Ticket[] => tickets.filter((ticket) => !isEnded(ticket));

/** How a queue stands: numbers that wait, in the order of fetching, and those called and missed, the latest last. */
export type Queue = { waiting: number[]; called: number[]; missed?: number[] };

/** How a queue stands. What is missed is named where there is any. */
export const queueOf = (tickets: Standing[]): Queue => {
  const called = tickets.filter(isCalled).sort((a, b) => (a.calledAt ?? 0) - (b.calledAt ?? 0));
  const missed = called.filter((ticket) => isMissed(ticket));
  return {
    waiting: waitingOf(tickets).map(({ marchSn }) => marchSn),
    called: called.filter((ticket) => !missed.includes(ticket)).map(({ marchSn }) => marchSn),
    ...(missed.length > 0 && { missed: missed.map(({ marchSn }) => marchSn) }),
  };
};

/** The tickets that wait to be called, in their order. */
export const waitingOf = <T extends Standing>(tickets: T[]): T[] =>
  tickets.filter((ticket) => !isCalled(ticket));

/**
 * Where a ticket stands: how many are to be called before it, and in how many seconds it may be called itself, going
 * by today's average wait; null before anyone was called today.
 */
export const placeOf = (
  ticket: Standing,
  tickets: Standing[],
  averageWaitSeconds: number | null,
): { ahead: number; expectedSeconds: number | null } => {
  if (isCalled(ticket)) return { ahead: 0, expectedSeconds: 0 };
  const waited = (Date.now() - ticket.fetchedAt) / 1000;
  return {
    ahead: queueOf(tickets).waiting.indexOf(ticket.marchSn),
    expectedSeconds:
      averageWaitSeconds === null ? null : Math.max(Math.round(averageWaitSeconds - waited), 0),
  };
};

/** The open ticket that a user noted or took last, at whichever stall. */
export const findTicketOf = async (user: string): Promise<Ticket | undefined> => {
  const tickets = (await belongings(user, 'ticket#')) as Ticket[];
  return tickets.sort((a, b) => linkedAt(b) - linkedAt(a))[0];
};

const linkedAt = ({ notedAt, fetchedAt }: Ticket): number => notedAt ?? fetchedAt;

const list = async <T extends Place>(sellerId: number, only?: readonly (keyof T & string)[]): Promise<T[]> =>
  sorted((await queryPartition(CALLME_TABLE, stall(sellerId), 'ticket#', { only })) as T[]);

type Place = Pick<Ticket, 'day' | 'count'>;

const sorted = <T extends Place>(tickets: T[]): T[] =>
  tickets.sort((a, b) => a.day.localeCompare(b.day) || a.count - b.count);
