import { member, userOf } from '../../lib/callme/callers.ts';
import { marchSn, noteContent, sellerId, subscribe, ticketCode, ticketId } from '../../lib/callme/fields.ts';
import { sellerKey, ticketKey } from '../../lib/callme/keys.ts';
import { query } from '../../lib/callme/query.ts';
import { pushNote, type Ticket } from '../../lib/callme/queue.ts';
import { toSeller } from '../../lib/callme/sellers.ts';
import { settingsOf } from '../../lib/callme/settings.ts';

/** Q07: an eater writes what they ordered on their ticket, which links it to them. */
export const handler = query('push', {
  who: member,
  fields: { marchSn, sellerId, noteContent, subscribe, ticketId, ticketCode },
  outcomes: ['Code Error', 'Invalid Sn Error', 'Taken Error', 'Too Many Error'],
  reads: ({ sellerId, marchSn }) => [sellerKey(sellerId), ticketKey(sellerId, marchSn)],
  quick: true,
  answer: ({ caller, fields: { ticketCode, ...note }, items: [item, ticket] }) => {
    const seller = item && toSeller(item);
    // The stall itself may link whatever it has handed out.
    const isOwn = caller.role.seller?.sellerId === note.sellerId;
    const proof = settingsOf(seller).proof === 'code' && !isOwn ? { ticketCode } : undefined;
    const linked = { ...note, user: userOf(caller), sellerName: seller?.sellerName };
    return pushNote(linked, proof, ticket as Ticket | undefined);
  },
});
