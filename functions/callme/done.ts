import * as z from 'zod/mini';
import { by, member, userOf } from '../../lib/callme/callers.ts';
import { isseller, marchSn, sellerId, ticketId } from '../../lib/callme/fields.ts';
import { fail } from '../../lib/callme/outcome.ts';
import { query } from '../../lib/callme/query.ts';
import { endTicket, endTicketAs } from '../../lib/callme/queue.ts';
import { required } from '../../lib/http/fields.ts';

/**
 * Q10: an eater, or with `isseller:"yes"` a seller, ends an order. A seller's session knows the stall, so the source's
 * clients name none; one that is named must be the seller's own.
 */
export const handler = query('done', {
  who: member,
  fields: { marchSn, sellerId: z.optional(sellerId), isseller: z.optional(isseller), ticketId },
  outcomes: ['Not Your Order Error'],
  answer: ({ caller, fields: { marchSn, sellerId, isseller, ticketId } }) => {
    if (isseller !== 'yes')
      return endTicketAs(userOf(caller), required(sellerId, 'sellerId'), marchSn, ticketId);
    const own = caller.role.seller?.sellerId;
    const isOwn = own !== undefined && (sellerId ?? own) === own;
    return isOwn ? endTicket(own, marchSn, { by: by(caller), ticketId }) : fail('Not Your Order Error');
  },
});
