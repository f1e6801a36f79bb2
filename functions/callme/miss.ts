import { by, seller } from '../../lib/callme/callers.ts';
import { marchSn } from '../../lib/callme/fields.ts';
import { query } from '../../lib/callme/query.ts';
import { missTicket } from '../../lib/callme/queue.ts';

/** A seller puts a called number aside that nobody collects. `call` brings it back. */
export const handler = query('miss', {
  who: seller(),
  fields: { marchSn },
  outcomes: ['Invalid Sn Error', 'Not Ready Yet'],
  answer: ({ caller, fields }) => missTicket(caller.role.seller.sellerId, fields.marchSn, by(caller)),
});
