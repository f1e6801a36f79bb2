import { seller } from '../../lib/callme/callers.ts';
import { Failure } from '../../lib/callme/outcome.ts';
import { pictureUrl } from '../../lib/callme/picture-url.ts';
import { sellerQrcode } from '../../lib/callme/qrcode.ts';
import { query } from '../../lib/callme/query.ts';

/** A seller gets the mini-program code that leads eaters to the stall: made once, then kept. */
export const handler = query('qrcode', {
  who: seller('Invalid Session Error'),
  outcomes: ['API Error'],
  answer: async ({ caller, origin }) => {
    const picture = await sellerQrcode(caller.role.seller.sellerId);
    return picture instanceof Failure ? picture : { qrcodeImageUrl: pictureUrl(origin, picture) };
  },
});
