import { member } from '../../lib/callme/callers.ts';
import { marchSn, sellerId, ticketId } from '../../lib/callme/fields.ts';
import { ticketKey } from '../../lib/callme/keys.ts';
import { fail } from '../../lib/callme/outcome.ts';
import { query } from '../../lib/callme/query.ts';
import { isMeant, isMissed, readTicket, type Ticket, ticketIdOf } from '../../lib/callme/queue.ts';

/** Q08: an eater asks whether the meal is ready. The hot path: every waiting eater asks every few seconds. */
export const handler = query('hungry', {
  who: member,
  fields: { marchSn, sellerId, ticketId },
  outcomes: ['Invalid Sn Error', 'Not Ready Yet'],
  reads: ({ sellerId, marchSn }) => [ticketKey(sellerId, marchSn)],
  quick: true,
  answer: async ({ fields: { sellerId, marchSn, ticketId }, items }) => {
    const seen = items[0] as Ticket | undefined;
    // What is a moment old may be the ticket before: nobody is told so of theirs before it is looked at again.
    const ticket = seen && !isMeant(seen, ticketId) ? await readTicket(sellerId, marchSn) : seen;
    if (!ticket || !isMeant(ticket, ticketId)) return fail('Invalid Sn Error');
    const which = { ticketId: ticketIdOf(ticket) };
    if (ticket.calledAt === undefined) return fail('Not Ready Yet', which);
    return {
      ...which,
      ...(ticket.counter && { counter: ticket.counter }),
      ...(isMissed(ticket) && { missed: true }),
    };
  },
});
