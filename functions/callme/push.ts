import * as z from 'zod/mini';
import { member, userOf } from '../../lib/callme/callers.ts';
import {
  items,
  marchSn,
  noteContent,
  sellerId,
  subscribe,
  ticketCode,
  ticketId,
} from '../../lib/callme/fields.ts';
import { menuKey, sellerKey, ticketKey } from '../../lib/callme/keys.ts';
import { noteOf, toShop } from '../../lib/callme/menu.ts';
import { Failure } from '../../lib/callme/outcome.ts';
import { query } from '../../lib/callme/query.ts';
import { pushNote, type Ticket } from '../../lib/callme/queue.ts';
import { settingsOf } from '../../lib/callme/settings.ts';
import { required } from '../../lib/http/fields.ts';
import { Problem } from '../../lib/http/problem.ts';

/**
 * Q07: an eater writes what they ordered on their ticket, which links it to them: in words, or as `items` of the menu,
 * which is looked at as it was a moment ago.
 */
export const handler = query('push', {
  who: member,
  fields: {
    marchSn,
    sellerId,
    noteContent: z.optional(noteContent),
    items: z.optional(items),
    subscribe,
    ticketId,
    ticketCode,
  },
  outcomes: ['Code Error', 'Invalid Sn Error', 'Sold Out Error', 'Taken Error', 'Too Many Error'],
  reads: ({ sellerId, marchSn, items }) => [
    sellerKey(sellerId),
    ticketKey(sellerId, marchSn),
    ...(items ? [menuKey(sellerId)] : []),
  ],
  quick: true,
  answer: async ({ caller, fields: { ticketCode, items, noteContent, ...note }, items: found }) => {
    if (items && noteContent !== undefined) throw new Problem('invalid field', 'noteContent');
    const [item, seen, menu] = found;
    const shop = toShop([item, menu]);
    const ticket = seen as Ticket | undefined;
    const user = userOf(caller);
    const { soldOut, total, ...order } = items
      ? noteOf(shop?.dishes ?? [], items)
      : { noteContent: required(noteContent, 'noteContent'), soldOut: undefined, total: undefined };
    // What was ordered while it could be had stays ordered, however often its push comes.
    const isAgain = ticket?.user === user && ticket.noteContent === order.noteContent;
    if (soldOut && !isAgain) return soldOut;

    // The stall itself may link whatever it has handed out.
    const isOwn = caller.role.seller?.sellerId === note.sellerId;
    const proof = settingsOf(shop?.seller).proof === 'code' && !isOwn ? { ticketCode } : undefined;
    const linked = { ...note, ...order, user, sellerName: shop?.seller.sellerName };
    const pushed = await pushNote(linked, proof, ticket);
    return pushed instanceof Failure ? pushed : { ...pushed, ...(total !== undefined && { total }) };
  },
});
