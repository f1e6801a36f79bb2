import { isPaid, member } from '../../lib/callme/callers.ts';
import { fail } from '../../lib/callme/outcome.ts';
import { pictureUrl } from '../../lib/callme/picture-url.ts';
import { query } from '../../lib/callme/query.ts';
import { stallsSeen } from '../../lib/callme/sellers.ts';

/** Q03: the stalls that are open to eaters: bound to a seller, and paid. */
export const handler = query('seller_list', {
  who: member,
  outcomes: ['Null List Error'],
  alongside: () => stallsSeen(),
  answer: ({ alongside: sellers, origin }) => {
    const open = sellers.filter((seller) => seller.user && isPaid(seller));
    if (open.length === 0) return fail('Null List Error');
    const list = open.map(({ id, sellerName, picture }) => ({
      id,
      name: sellerName,
      imageUrl: pictureUrl(origin, picture),
    }));
    return { count: list.length, list };
  },
});
