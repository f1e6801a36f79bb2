import { member, userOf } from '../../lib/callme/callers.ts';
import { requestId, sellerId } from '../../lib/callme/fields.ts';
import { sellerKey } from '../../lib/callme/keys.ts';
import { query } from '../../lib/callme/query.ts';
import { findTakes, listBriefly, takeTicket } from '../../lib/callme/queue.ts';
import { toSeller } from '../../lib/callme/sellers.ts';
import { readRecentStats, statsOf } from '../../lib/callme/stats.ts';

/** An eater takes a number without paper, and is told where it stands. Who has one at the stall gets the same again. */
export const handler = query('take', {
  who: member,
  fields: { sellerId, requestId },
  outcomes: ['Full Error', 'Illegal Seller Error', 'No Sn Valid', 'Not Open Error'],
  reads: ({ sellerId }) => [sellerKey(sellerId)],
  alongside: ({ sellerId, requestId }) =>
    Promise.all([
      Date.now(),
      listBriefly(sellerId),
      readRecentStats(sellerId),
      requestId ? findTakes(requestId) : [],
    ]),
  answer: ({ caller, fields, items: [item], alongside: [readAt, tickets, days, requests] }) => {
    const seller = item && toSeller(item);
    const averageWaitSeconds = seller ? statsOf(days, seller.timeZone).averageWaitSeconds : null;
    const { requestId } = fields;
    return takeTicket({
      user: userOf(caller),
      seller,
      tickets,
      readAt,
      averageWaitSeconds,
      requestId,
      requests,
    });
  },
});
