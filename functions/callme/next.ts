import * as z from 'zod/mini';
import { by, seller } from '../../lib/callme/callers.ts';
import { counter, requestId, sellerId } from '../../lib/callme/fields.ts';
import { fail } from '../../lib/callme/outcome.ts';
import { query } from '../../lib/callme/query.ts';
import { callNext, listBriefly, listKeptTickets } from '../../lib/callme/queue.ts';

/**
 * A seller calls whoever waits longest. The session knows the stall; who names it too is answered a round trip sooner. The
 * same `requestId` again calls nobody else.
 */
export const handler = query('next', {
  who: seller(),
  fields: { counter, requestId, sellerId: z.optional(sellerId) },
  outcomes: ['Not Your Order Error', 'Null List Error'],
  alongside: async ({ sellerId, requestId }) =>
    sellerId === undefined ? undefined : ticketsFor(sellerId, requestId),
  answer: async ({ caller, fields: { counter, requestId, sellerId }, alongside: tickets }) => {
    const own = caller.role.seller.sellerId;
    if ((sellerId ?? own) !== own) return fail('Not Your Order Error');
    return callNext(tickets ?? (await ticketsFor(own, requestId)), { by: by(caller), counter, requestId });
  },
});

/** Only a request that names itself may have been here before: what it did then stands in a ticket's history. */
const ticketsFor = (sellerId: number, requestId: string | undefined) =>
  requestId === undefined ? listBriefly(sellerId) : listKeptTickets(sellerId);
