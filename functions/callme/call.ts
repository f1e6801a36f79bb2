import { seller } from '../../lib/callme/callers.ts';
import { marchSn } from '../../lib/callme/fields.ts';
import { query } from '../../lib/callme/query.ts';
import { callTicket } from '../../lib/callme/queue.ts';

/** Q09: a seller calls a number, or calls it again. */
export const handler = query('call', {
  who: seller(),
  fields: { marchSn },
  outcomes: ['Invalid Sn Error'],
  answer: ({ caller, fields }) => callTicket(caller.role.seller.sellerId, fields.marchSn),
});
