import { isPaid, member, userOf } from '../../lib/callme/callers.ts';
import { sellerId } from '../../lib/callme/fields.ts';
import { fail } from '../../lib/callme/outcome.ts';
import { query } from '../../lib/callme/query.ts';
import { findTicketOf } from '../../lib/callme/queue.ts';
import { stallSeen } from '../../lib/callme/sellers.ts';

/** Q04: a stall's dishes, and the ticket that the caller has open at whichever stall. */
export const handler = query('menu', {
  who: member,
  fields: { sellerId },
  outcomes: ['Illegal Seller Error'],
  alongside: ({ sellerId }) => stallSeen(String(sellerId)),
  answer: async ({ caller, alongside: seller }) => {
    if (!seller?.user || !isPaid(seller)) return fail('Illegal Seller Error');

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
    return { menuContent: seller.menuList ?? [], sellerName: seller.sellerName, ...taken };
  },
});
