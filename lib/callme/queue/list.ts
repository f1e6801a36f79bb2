import { isKept, queryPartition, readOne } from '../../store/store.ts';
import { CALLME_TABLE, stall, ticketKey } from '../keys.ts';
import { belongings } from '../users.ts';
import { isCalled, isEnded, isMissed, type Ticket } from './ticket.ts';

/**
 * A stall's open tickets in the order of fetching (Q06).
 * @param only what is wanted of them, beside their place in the order
 */
export const listTickets = async <Name extends keyof Ticket = keyof Ticket>(
  sellerId: number,
  only?: Name[],
): Promise<Pick<Ticket, Name | 'day' | 'count'>[]> => {
  const names = only && [...new Set([...only, 'day', 'count'])];
  return sorted((await queryPartition(CALLME_TABLE, stall(sellerId), 'ticket#', names)) as Ticket[]);
};

/** Reads the open ticket of a number. */
export const readTicket = async (sellerId: number, marchSn: number): Promise<Ticket | undefined> =>
  (await readOne(ticketKey(sellerId, marchSn))) as Ticket | undefined;

/** The same, and with them those that have ended within a day and whose number nobody has since. */
export const listKeptTickets = async (sellerId: number): Promise<Ticket[]> =>
  sorted((await queryPartition(CALLME_TABLE, stall(sellerId), 'ticket#', undefined, isKept)) as Ticket[]);

/** A stall's open tickets without their histories, which are most of what there is to take in. */
export const listBriefly = (sellerId: number): Promise<Ticket[]> =>
  listTickets(sellerId, BRIEF) as Promise<Ticket[]>;

const BRIEF: (keyof Ticket)[] = [
  'sellerId',
  'marchSn',
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

/** Those among tickets that are open. */
export const openOf = (tickets: Ticket[]): Ticket[] => tickets.filter((ticket) => !isEnded(ticket));

/** How a queue stands: numbers that wait, in the order of fetching, and those called and missed, the latest last. */
export type Queue = { waiting: number[]; called: number[]; missed?: number[] };

/** How a queue stands. What is missed is named where there is any. */
export const queueOf = (tickets: Ticket[]): Queue => {
  const called = tickets.filter(isCalled).sort((a, b) => (a.calledAt ?? 0) - (b.calledAt ?? 0));
  const missed = called.filter((ticket) => isMissed(ticket));
  return {
    waiting: waitingOf(tickets).map(({ marchSn }) => marchSn),
    called: called.filter((ticket) => !missed.includes(ticket)).map(({ marchSn }) => marchSn),
    ...(missed.length > 0 && { missed: missed.map(({ marchSn }) => marchSn) }),
  };
};

/** The tickets that wait to be called, in their order. */
export const waitingOf = (tickets: Ticket[]): Ticket[] => tickets.filter((ticket) => !isCalled(ticket));

/**
 * Where a ticket stands: how many are to be called before it, and in how many seconds it may be called itself, going
 * by today's average wait; null before anyone was called today.
 */
export const placeOf = (
  ticket: Ticket,
  tickets: Ticket[],
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

const sorted = (tickets: Ticket[]): Ticket[] =>
  tickets.sort((a, b) => a.day.localeCompare(b.day) || a.count - b.count);
