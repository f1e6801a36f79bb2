import { member, userOf } from '../../lib/callme/callers.ts';
import { marchSn, noteContent, sellerId, subscribe } from '../../lib/callme/fields.ts';
import { sellerKey } from '../../lib/callme/keys.ts';
import { query } from '../../lib/callme/query.ts';
import { pushNote } from '../../lib/callme/queue.ts';
import { toSeller } from '../../lib/callme/sellers.ts';

/** Q07: an eater writes what they ordered on their ticket, which links it to them. */
export const handler = query('push', {
  who: member,
  fields: { marchSn, sellerId, noteContent, subscribe },
  outcomes: ['Invalid Sn Error', 'Taken Error'],
  reads: ({ sellerId }) => [sellerKey(sellerId)],
  answer: ({ caller, fields, items: [seller] }) =>
    pushNote({ ...fields, user: userOf(caller), sellerName: seller && toSeller(seller).sellerName }),
});
