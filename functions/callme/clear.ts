import { by, seller } from '../../lib/callme/callers.ts';
import { what } from '../../lib/callme/fields.ts';
import { query } from '../../lib/callme/query.ts';
import { clearTickets } from '../../lib/callme/queue.ts';

/** A seller ends all tickets that carry no note; at the end of a shift those that were called, of a day all. */
export const handler = query('clear', {
  who: seller(),
  fields: { what },
  answer: ({ caller, fields }) => clearTickets(caller.role.seller.sellerId, fields.what, by(caller)),
});
