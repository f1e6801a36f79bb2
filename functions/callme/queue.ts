import * as z from 'zod/mini';
import { member } from '../../lib/callme/callers.ts';
import { marchSn, sellerId, ticketId } from '../../lib/callme/fields.ts';
import { sellerKey } from '../../lib/callme/keys.ts';
import { fail } from '../../lib/callme/outcome.ts';
import { query } from '../../lib/callme/query.ts';
import { isMeant, listStandings, placeOf, queueOf, ticketIdOf } from '../../lib/callme/queue.ts';
import { toSeller } from '../../lib/callme/sellers.ts';
import { readRecentStats, statsOf } from '../../lib/callme/stats.ts';

/** How a stall's queue stands today, and where in it a number is. */
export const handler = query('queue', {
  who: member,
  fields: { sellerId, marchSn: z.optional(marchSn), ticketId },
  outcomes: ['Illegal Seller Error', 'Invalid Sn Error'],
  reads: ({ sellerId }) => [sellerKey(sellerId)],
  alongside: ({ sellerId }) => Promise.all([listStandings(sellerId), readRecentStats(sellerId)]),
  answer: ({ fields, items: [seller], alongside: [tickets, days] }) => {
    if (!seller) return fail('Illegal Seller Error');
    const { averageWaitSeconds } = statsOf(days, toSeller(seller).timeZone);
    const ticket = tickets.find((one) => one.marchSn === fields.marchSn && isMeant(one, fields.ticketId));
    if (fields.marchSn !== undefined && !ticket) return fail('Invalid Sn Error');

    const place = ticket && {
      ticketId: ticketIdOf(ticket),
      ...placeOf(ticket, tickets, averageWaitSeconds),
    };
    return { ...queueOf(tickets), averageWaitSeconds, ...place };
  },
});
