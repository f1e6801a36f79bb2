import { by, seller } from '../../lib/callme/callers.ts';
import { counter, marchSn } from '../../lib/callme/fields.ts';
import { query } from '../../lib/callme/query.ts';
import { callTicket } from '../../lib/callme/queue.ts';

/** Q09: a seller calls a number, or calls it again; `counter` says where to. */
export const handler = query('call', {
  who: seller(),
  fields: { marchSn, counter },
  outcomes: ['Invalid Sn Error'],
  answer: ({ caller, fields: { marchSn, counter } }) =>
    callTicket(caller.role.seller.sellerId, marchSn, { by: by(caller), counter }),
});
