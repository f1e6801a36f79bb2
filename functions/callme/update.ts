import { seller } from '../../lib/callme/callers.ts';
import { sellerImage, sellerInfo } from '../../lib/callme/fields.ts';
import { changeShop } from '../../lib/callme/menu.ts';
import { fail } from '../../lib/callme/outcome.ts';
import { storeSellerImage } from '../../lib/callme/pictures.ts';
import { query } from '../../lib/callme/query.ts';
import { isOnDuty } from '../../lib/callme/sellers.ts';

/** A seller changes the stall's information and picture. What is wrong with the picture does not stop the rest. */
export const handler = query('update', {
  who: seller('Need Signup Error'),
  fields: { ...sellerInfo, sellerImage },
  outcomes: ['Need Renew Error'],
  answer: async ({ caller, fields: { sellerImage, ...info } }) => {
    const { seller: stall } = caller.role;
    if (!(await isOnDuty(stall))) return fail('Need Renew Error');

    const { picture, ...answer } = await storeSellerImage(sellerImage);
    await changeShop(stall.sellerId, { ...info, picture });
    return answer;
  },
});
