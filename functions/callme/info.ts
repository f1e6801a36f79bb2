import { seller } from '../../lib/callme/callers.ts';
import { sellerInfo } from '../../lib/callme/fields.ts';
import { changeShop, shown } from '../../lib/callme/menu.ts';
import { pictureUrl } from '../../lib/callme/picture-url.ts';
import { query } from '../../lib/callme/query.ts';
import { balanceMon } from '../../lib/callme/sellers.ts';

/** Q12: a seller reads the stall's information, after changing what is given of it. */
export const handler = query('info', {
  who: seller('Invalid Session Error'),
  fields: sellerInfo,
  answer: async ({ caller, fields, origin }) => {
    const { seller: stall, dishes } = await changeShop(caller.role.seller.sellerId, fields);
    return {
      sellerName: stall.sellerName,
      personName: stall.personName,
      imageUrl: pictureUrl(origin, stall.picture),
      menuList: dishes.map(({ name }) => name),
      menuItems: shown(dishes),
      balanceMon: balanceMon(stall),
    };
  },
});
