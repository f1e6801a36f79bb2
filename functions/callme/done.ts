import * as z from 'zod/mini';
import { member, userOf } from '../../lib/callme/callers.ts';
import { isseller, marchSn, sellerId } from '../../lib/callme/fields.ts';
import { fail } from '../../lib/callme/outcome.ts';
import { query } from '../../lib/callme/query.ts';
import { endTicket, endTicketAs } from '../../lib/callme/queue.ts';

/** Q10: an eater, or with `isseller:"yes"` the stall's seller, ends an order. */
export const handler = query('done', {
  who: member,
  fields: { marchSn, sellerId, isseller: z.optional(isseller) },
  outcomes: ['Not Your Order Error'],
  answer: ({ caller, fields: { marchSn, sellerId, isseller } }) => {
    if (isseller !== 'yes') return endTicketAs(userOf(caller), sellerId, marchSn);
    const isOwn = caller.role.seller?.sellerId === sellerId;
    return isOwn ? endTicket(sellerId, marchSn) : fail('Not Your Order Error');
  },
});
