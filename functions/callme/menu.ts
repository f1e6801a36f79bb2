import { isPaid, member, userOf } from '../../lib/callme/callers.ts';
import { sellerId } from '../../lib/callme/fields.ts';
import { namesOf, shopSeen, shown } from '../../lib/callme/menu.ts';
import { fail } from '../../lib/callme/outcome.ts';
import { query } from '../../lib/callme/query.ts';
import { findTicketOf } from '../../lib/callme/queue.ts';

/** Q04: a stall's dishes, and the ticket that the caller has open at whichever stall. */
export const handler = query('menu', {
  who: member,
  fields: { sellerId },
  outcomes: ['Illegal Seller Error'],
  alongside: ({ sellerId }) => shopSeen(String(sellerId)),
  answer: async ({ caller, alongside: shop }) => {
    if (!shop?.seller.user || !isPaid(shop.seller)) return fail('Illegal Seller Error');

    const ticket = await findTicketOf(userOf(caller));
    const taken = ticket
      ? {
          takenFlag: 'success',
          takenSellerId: ticket.sellerId,
          takenSellerName: ticket.sellerName,
          takenMarchSn: ticket.marchSn,
          takenMenuName: ticket.noteContent,
        }
      : { takenFlag: 'fail' };
    const { seller, dishes } = shop;
    const menu = { menuContent: namesOf(dishes), menuItems: shown(dishes) };
    return { ...menu, sellerName: seller.sellerName, ...taken };
  },
});
