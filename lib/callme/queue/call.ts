import { PRESENT, type Written } from '../../store/store.ts';
import { OWNER } from '../callers.ts';
import { ticketKey } from '../keys.ts';
import { type Failure, fail } from '../outcome.ts';
import { change } from './history.ts';
import { openOf, waitingOf } from './list.ts';
import { isCalled, type Ticket, ticketIdOf, uncollectedEnd } from './ticket.ts';

/** Who calls, where to, and for which request. */
export type Caller = { by?: string; counter?: string | undefined; requestId?: string | undefined };

/** The ticket that `next` has called. */
export type Next = { marchSn: number; ticketId: string; noteContent: string | null };

/** Calls a number (Q09). Calling again is a recall, and brings back what was missed. */
export const callTicket = async (
  sellerId: number,
  marchSn: number,
  caller: Caller = {},
): Promise<Record<string, never> | Failure> => {
  let called = await call({ sellerId, marchSn }, caller, ['attribute_not_exists(selfTaken)']);
  if (!called.ok && called.old?.selfTaken)
    called = await call({ sellerId, marchSn, selfTaken: true }, caller, ['attribute_exists(selfTaken)']);
  return called.ok ? {} : fail('Invalid Sn Error');
};

/**
 * Calls the ticket that waits longest. Of two at once each calls one: whose condition does not hold takes the one after it.
 * @param tickets the stall's, those that have ended too: a request that comes again finds in their history what it did
 */
export const callNext = async (tickets: Ticket[], caller: Caller = {}): Promise<Next | Failure> => {
  const isDoneBy = ({ history = [] }: Ticket): boolean =>
    caller.requestId !== undefined &&
    history.some(({ what, requestId }) => what === 'call' && requestId === caller.requestId);
  const done = tickets.find(isDoneBy);
  if (done) return toNext(done);
  for (const ticket of waitingOf(openOf(tickets))) {
    const called = await call(ticket, caller, ['fetchId = :fetchId', 'attribute_not_exists(calledAt)'], {
      values: { ':fetchId': ticket.fetchId },
      returns: true,
    });
    // The other of two tries of one request.
    const old = called.ok ? undefined : (called.old as Ticket | undefined);
    if (called.ok) return toNext(called.item as Ticket);
    if (old && isDoneBy(old)) return toNext(old);
  }
  return fail('Null List Error');
};

/** Puts a called number aside that nobody collects. Once more is no failure. */
export const missTicket = async (
  sellerId: number,
  marchSn: number,
  by = OWNER,
): Promise<Record<string, never> | Failure> => {
  const at = Date.now();
  const missed = await change(ticketKey(sellerId, marchSn), {
    entry: { what: 'miss', at, by },
    set: { missedAt: at },
    when: [PRESENT, 'attribute_exists(calledAt)', 'attribute_not_exists(missedAt)'],
  });
  if (missed.ok) return {};
  const old = missed.old as Ticket | undefined;
  if (!old) return fail('Invalid Sn Error');
  return isCalled(old) ? {} : fail('Not Ready Yet');
};

/** Whoever took a number themselves and does not come leaves nothing behind: it ends by itself. */
const call = (
  { sellerId, marchSn, selfTaken }: Pick<Ticket, 'sellerId' | 'marchSn' | 'selfTaken'>,
  { by = OWNER, counter, requestId }: Caller,
  when: string[],
  { values = {}, returns }: { values?: Record<string, unknown>; returns?: true } = {},
): Promise<Written> => {
  const at = Date.now();
  return change(ticketKey(sellerId, marchSn), {
    entry: { what: 'call', at, by, ...(counter && { counter }), ...(requestId && { requestId }) },
    set: { calledAt: at, counter, ...(selfTaken && { expiresAt: uncollectedEnd() }) },
    add: { callCount: 1 },
    remove: ['missedAt'],
    when: [PRESENT, ...when],
    values,
    ...(returns && { returns }),
  });
};

const toNext = (ticket: Ticket): Next => ({
  marchSn: ticket.marchSn,
  ticketId: ticketIdOf(ticket),
  noteContent: ticket.noteContent ?? null,
});
