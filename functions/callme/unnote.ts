import { member, userOf } from '../../lib/callme/callers.ts';
import { marchSn, sellerId, ticketId } from '../../lib/callme/fields.ts';
import { query } from '../../lib/callme/query.ts';
import { unnote } from '../../lib/callme/queue.ts';

/** An eater takes back the note on a ticket that was not called yet. */
export const handler = query('unnote', {
  who: member,
  fields: { marchSn, sellerId, ticketId },
  outcomes: ['Called Error', 'Invalid Sn Error', 'Not Your Order Error'],
  answer: ({ caller, fields: { marchSn, sellerId, ticketId } }) =>
    unnote(userOf(caller), sellerId, marchSn, ticketId),
});
