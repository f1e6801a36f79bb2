import { randomUUID } from 'node:crypto';
import { ABSENT, type Item, PRESENT, queryPartition, transact, type Write, write } from '../store/store.ts';
import { DAY, dayIn, nowSeconds } from '../time.ts';
import { CALLME_TABLE, counterKey, requestKey, stall, ticketKey, totalKey } from './keys.ts';
import { type Failure, fail } from './outcome.ts';
import { belongings } from './users.ts';

/**
 * An open ticket: a number in use at a stall. It is gone once the order is done, cleared, or 24 hours old.
 *
 *   | state   | noteContent, user | calledAt | moves on by                        |
 *   |---------|-------------------|----------|------------------------------------|
 *   | fetched | –                 | –        | push, call; clear and done end it  |
 *   | noted   | set               | –        | call; done ends it                 |
 *   | called  | set or –          | set      | call (a recall), push; done ends it |
 */
export type Ticket = {
  sellerId: number;
  marchSn: number;
  /** The business day and the day's count: the order of fetching. */
  day: string;
  count: number;
  /** Tells this ticket from another that had its number before. */
  fetchId: string;
  /** Epoch milliseconds, as `notedAt` and `calledAt`. */
  fetchedAt: number;
  noteContent?: string;
  /** The eater, `<app>#<openid>`, and the stall's name for them to see. */
  user?: string;
  sellerName?: string;
  notedAt?: number;
  /** Whether the eater asked for a WeChat message when called. */
  subscribe?: boolean;
  /** The latest call; `callCount` counts recalls too. */
  calledAt?: number;
  callCount?: number;
  /** When the stall put it aside because nobody came. */
  missedAt?: number;
  /** Whether an eater took it without the stall's doing. */
  selfTaken?: boolean;
};

/** Numbers run from 1 to here, round and round. */
export const NUMBERS = 99;

/**
 * Hands out a stall's next free number (Q05). The day's counter proposes, a conditional write takes: whatever fails
 * in between loses a proposal, never a number, and no two open tickets of a stall share one.
 */
export const fetchTicket = async (
  { sellerId, timeZone }: { sellerId: number; timeZone: string },
  requestId?: string,
): Promise<{ marchSn: number } | Failure> => {
  const day = dayIn(timeZone);
  const count = await propose(sellerId, day);
  const proposed = ((count - 1) % NUMBERS) + 1;
  const ticket = { sellerId, day, count, fetchId: randomUUID(), fetchedAt: Date.now() };

  const taken = await take({ ...ticket, marchSn: proposed }, requestId);
  if (taken !== undefined) return { marchSn: taken };
  for (const marchSn of await freeAfter(sellerId, proposed)) {
    const other = await take({ ...ticket, marchSn }, requestId);
    if (other !== undefined) return { marchSn: other };
  }
  return fail('No Sn Valid');
};

/** The number that a `fetch` with this `requestId` of this stall got, out of all that the id got at any stall. */
export const rememberedNumber = (requests: Item[], sellerId: number): number | undefined =>
  requests.find(({ sk }) => sk === stall(sellerId))?.marchSn as number | undefined;

/** What fetches with this `requestId` got, one item per stall. */
export const findRequests = (requestId: string): Promise<Item[]> =>
  queryPartition(CALLME_TABLE, `request#${requestId}`, 'seller#');

/** A stall's open tickets in the order of fetching (Q06). */
export const listTickets = async (sellerId: number): Promise<Ticket[]> => {
  const tickets = (await queryPartition(CALLME_TABLE, stall(sellerId), 'ticket#')) as Ticket[];
  return tickets.sort((a, b) => a.day.localeCompare(b.day) || a.count - b.count);
};

/** How a queue stands: numbers that wait, in the order of fetching, and numbers that were called, the latest last. */
export const queueOf = (tickets: Ticket[]): { waiting: number[]; called: number[] } => {
  const called = tickets.filter(isCalled).sort((a, b) => (a.calledAt ?? 0) - (b.calledAt ?? 0));
  return {
    waiting: tickets.filter((ticket) => !isCalled(ticket)).map(({ marchSn }) => marchSn),
    called: called.map(({ marchSn }) => marchSn),
  };
};

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

/** The open ticket that a user noted last, at whichever stall. */
export const findTicketOf = async (user: string): Promise<Ticket | undefined> => {
  const tickets = (await belongings(user, 'ticket#')) as Ticket[];
  return tickets.sort((a, b) => (b.notedAt ?? 0) - (a.notedAt ?? 0))[0];
};

/**
 * Links a ticket to the eater who writes its note (Q07), and counts it, both or neither. The same note once more is no
 * failure, and may ask for the message that the first one did not.
 */
export const pushNote = async (note: {
  sellerId: number;
  marchSn: number;
  noteContent: string;
  user: string;
  sellerName?: string | undefined;
  subscribe?: boolean | undefined;
}): Promise<Record<string, never> | Failure> => {
  const { sellerId, marchSn, ...linked } = note;
  const [ticket] = await transact([
    {
      update: ticketKey(sellerId, marchSn),
      set: { ...linked, notedAt: Date.now() },
      when: `${PRESENT} AND attribute_not_exists(noteContent)`,
    },
    { update: totalKey(sellerId), add: { noted: 1 } },
  ]);
  if (!ticket || ticket.ok) return {};
  if (!ticket.old) return fail('Invalid Sn Error');
  const isOurs = ticket.old.user === note.user && ticket.old.noteContent === note.noteContent;
  if (!isOurs) return fail('Taken Error');
  if (note.subscribe && !ticket.old.subscribe) {
    await write({
      update: ticketKey(sellerId, marchSn),
      set: { subscribe: true },
      when: 'fetchId = :fetchId',
      values: { ':fetchId': ticket.old.fetchId },
    });
  }
  return {};
};

/** Calls a number (Q09). Calling again is a recall. */
export const callTicket = async (
  sellerId: number,
  marchSn: number,
): Promise<Record<string, never> | Failure> => {
  const called = await write({
    update: ticketKey(sellerId, marchSn),
    set: { calledAt: Date.now() },
    add: { callCount: 1 },
    when: PRESENT,
  });
  return called.ok ? {} : fail('Invalid Sn Error');
};

/** Ends an order on the stall's word (Q10). A ticket that is gone already is no failure. */
export const endTicket = async (sellerId: number, marchSn: number): Promise<Record<string, never>> => {
  await write({ delete: ticketKey(sellerId, marchSn) });
  return {};
};

/** Ends an order on an eater's word (Q10): their own, or one that was called and carries nobody's note. */
export const endTicketAs = async (
  user: string,
  sellerId: number,
  marchSn: number,
): Promise<Record<string, never> | Failure> => {
  const ended = await write({
    delete: ticketKey(sellerId, marchSn),
    when: `${ABSENT} OR #user = :user OR (attribute_not_exists(#user) AND attribute_exists(calledAt))`,
    values: { ':user': user },
  });
  return ended.ok ? {} : fail('Not Your Order Error');
};

/** Ends a stall's tickets that carry no note; one that gains a note meanwhile survives. */
export const clearTickets = async (sellerId: number): Promise<{ cleared: number }> => {
  const idle = (await listTickets(sellerId)).filter(({ noteContent }) => noteContent === undefined);
  const ended = await Promise.all(
    idle.map(({ marchSn, fetchId }) =>
      write({
        delete: ticketKey(sellerId, marchSn),
        when: 'attribute_not_exists(noteContent) AND fetchId = :fetchId',
        values: { ':fetchId': fetchId },
      }),
    ),
  );
  return { cleared: ended.filter(({ ok }) => ok).length };
};

/** The day's next count, from 1: one atomic write, so that no two callers get the same. */
const propose = async (sellerId: number, day: string): Promise<number> => {
  const counted = await write({
    update: counterKey(sellerId, day),
    add: { fetched: 1 },
    set: { expiresAt: nowSeconds() + 2 * DAY },
  });
  if (!counted.ok) throw new Error('A write without a condition was refused');
  return counted.item.fetched as number;
};

/**
 * Takes a number, if it is free, and remembers it for the `requestId`.
 * @returns the number taken, now or by an earlier try of the same request; undefined when it is in use
 */
const take = async (ticket: Ticket, requestId?: string): Promise<number | undefined> => {
  const { sellerId, marchSn, fetchId } = ticket;
  const expiresAt = nowSeconds() + DAY;
  const put: Write = { put: ticketKey(sellerId, marchSn), item: { ...ticket, expiresAt }, when: ABSENT };
  const [taken, remembered] = requestId
    ? await transact([
        put,
        { put: requestKey(requestId, sellerId), item: { marchSn, expiresAt }, when: ABSENT },
      ])
    : [await write(put)];
  if (remembered && !remembered.ok) return remembered.old?.marchSn as number | undefined;
  // A write whose answer was lost is repeated by the SDK, and then finds the ticket that it made itself.
  return taken?.ok || taken?.old?.fetchId === fetchId ? marchSn : undefined;
};

/** The free numbers of a stall, beginning with the next after `marchSn`, round to it. */
const freeAfter = async (sellerId: number, marchSn: number): Promise<number[]> => {
  const inUse = new Set((await listTickets(sellerId)).map((ticket) => ticket.marchSn));
  const round = Array.from({ length: NUMBERS }, (_, i) => ((marchSn + i) % NUMBERS) + 1);
  return round.filter((number) => !inUse.has(number));
};

const isCalled = ({ calledAt }: Ticket): boolean => calledAt !== undefined;
