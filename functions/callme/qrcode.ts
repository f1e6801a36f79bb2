import { seller } from '../../lib/callme/callers.ts';
import { renew } from '../../lib/callme/fields.ts';
import { Failure } from '../../lib/callme/outcome.ts';
import { pictureUrl } from '../../lib/callme/picture-url.ts';
import { sellerQrcode } from '../../lib/callme/qrcode.ts';
import { query } from '../../lib/callme/query.ts';

/** A seller gets the mini-program code that leads eaters to the stall: made once, then kept, unless with `renew`. */
export const handler = query('qrcode', {
  who: seller('Invalid Session Error'),
  fields: { renew },
  outcomes: ['API Error'],
  answer: async ({ caller, fields, origin }) => {
    const picture = await sellerQrcode(caller.role.seller.sellerId, fields.renew ?? false);
    return picture instanceof Failure ? picture : { qrcodeImageUrl: pictureUrl(origin, picture) };
  },
});
