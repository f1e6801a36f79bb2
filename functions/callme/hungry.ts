import { member } from '../../lib/callme/callers.ts';
import { marchSn, sellerId } from '../../lib/callme/fields.ts';
import { ticketKey } from '../../lib/callme/keys.ts';
import { fail } from '../../lib/callme/outcome.ts';
import { query } from '../../lib/callme/query.ts';

/** Q08: an eater asks whether the meal is ready. The hot path: every waiting eater asks every few seconds. */
export const handler = query('hungry', {
  who: member,
  fields: { marchSn, sellerId },
  outcomes: ['Invalid Sn Error', 'Not Ready Yet'],
  reads: ({ sellerId, marchSn }) => [ticketKey(sellerId, marchSn)],
  quick: true,
  answer: ({ items: [ticket] }) => {
    if (!ticket) return fail('Invalid Sn Error');
    return ticket.calledAt === undefined ? fail('Not Ready Yet') : {};
  },
});
