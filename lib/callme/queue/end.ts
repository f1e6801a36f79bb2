import { type Item, PRESENT, type Written } from '../../store/store.ts';
import { EATER, OWNER } from '../callers.ts';
import { ticketKey } from '../keys.ts';
import { type Failure, fail } from '../outcome.ts';
import { change, type Entry } from './history.ts';
import { listTickets } from './list.ts';
import { unnote } from './note.ts';
import { isMeant, keptUntil, meant, type Ticket } from './ticket.ts';

/** Which tickets `clear` ends: those without a note, those that were called or missed, all. */
export type Cleared = 'unnoted' | 'called' | 'all';

/** A number, and which ticket of it. */
type Which = { sellerId: number; marchSn: number; ticketId?: string | undefined };

const CONDITIONS: Record<Cleared, string[]> = {
  unnoted: ['attribute_not_exists(noteContent)'],
  called: ['attribute_exists(calledAt)'],
  all: [],
};

const BELONGS: Record<Cleared, (ticket: Ticket) => boolean> = {
  unnoted: ({ noteContent }) => noteContent === undefined,
  called: ({ calledAt }) => calledAt !== undefined,
  all: () => true,
};

/** Ends an order on the stall's word (Q10). A ticket that is gone already, or another, is no failure. */
export const endTicket = async (
  sellerId: number,
  marchSn: number,
  { by = OWNER, ticketId }: { by?: string; ticketId?: string | undefined } = {},
): Promise<Record<string, never>> => {
  await end({ sellerId, marchSn, ticketId }, { what: 'done', by }, []);
  return {};
};

/**
 * Ends an order on an eater's word (Q10): their own that was called, one that was called and carries nobody's note, or a
 * number that they took themselves. Of their own that was not called yet it takes the note back: the number is the
 * stall's, and nobody ends a stranger's by writing on it first.
 */
export const endTicketAs = async (
  user: string,
  sellerId: number,
  marchSn: number,
  ticketId?: string,
): Promise<Record<string, never> | Failure> => {
  const ended = await end(
    { sellerId, marchSn, ticketId },
    { what: 'done', by: EATER },
    [
      '((#user = :user AND (attribute_exists(calledAt) OR attribute_exists(selfTaken))) OR ' +
        '(attribute_not_exists(#user) AND attribute_exists(calledAt)))',
    ],
    { ':user': user },
  );
  const old = ended.ok ? undefined : (ended.old as Ticket | undefined);
  if (!old || !isMeant(old, ticketId)) return {};
  const isOwn = old.user === user || (!old.user && old.formerUser === user);
  if (!isOwn) return fail('Not Your Order Error');
  // Called at this very moment: then it ends after all.
  const left = await unnote(user, sellerId, marchSn, ticketId);
  return 'word' in left && left.word === 'Called Error' ? endTicketAs(user, sellerId, marchSn, ticketId) : {};
};

/** Ends a stall's tickets of a kind; one that is of another kind by then survives. */
export const clearTickets = async (
  sellerId: number,
  what: Cleared = 'unnoted',
  by = OWNER,
): Promise<{ cleared: number }> => {
  const tickets = (await listTickets(sellerId)).filter(BELONGS[what]);
  const at = Date.now();
  const ended = await Promise.all(
    tickets.map(({ marchSn, fetchId }) =>
      end({ sellerId, marchSn }, { what: 'clear', by, at }, [...CONDITIONS[what], 'fetchId = :fetchId'], {
        ':fetchId': fetchId,
      }),
    ),
  );
  return { cleared: ended.filter(({ ok }) => ok).length };
};

/**
 * Ends a ticket where it stands: from then on it counts as absent, its number is free, and it is its eater's no longer.
 * For a day it is kept, until its number is given out again: `undo` can bring it back, and its history tells of it.
 */
const end = (
  { sellerId, marchSn, ticketId }: Which,
  { what, by, at = Date.now() }: Pick<Entry, 'what' | 'by'> & { at?: number },
  when: string[],
  values: Item = {},
): Promise<Written> => {
  const which = meant(ticketId);
  return change(ticketKey(sellerId, marchSn), {
    entry: { what, at, by },
    set: { endedAt: at, expiresAt: keptUntil() },
    rename: { user: 'formerUser' },
    when: [PRESENT, ...which.when, ...when],
    values: { ...which.values, ...values },
  });
};
