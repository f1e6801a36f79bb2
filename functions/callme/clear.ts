import { seller } from '../../lib/callme/callers.ts';
import { query } from '../../lib/callme/query.ts';
import { clearTickets } from '../../lib/callme/queue.ts';

/** A seller ends all tickets that carry no note. */
export const handler = query('clear', {
  who: seller(),
  answer: ({ caller }) => clearTickets(caller.role.seller.sellerId),
});
