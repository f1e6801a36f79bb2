import { boardKeyOf } from '../../lib/callme/boards.ts';
import { seller } from '../../lib/callme/callers.ts';
import { renew } from '../../lib/callme/fields.ts';
import { query } from '../../lib/callme/query.ts';
import { getSeller } from '../../lib/callme/sellers.ts';

/** The address of the stall's hall display. With `renew`, a new one: the old address shows nothing from then on. */
export const handler = query('board', {
  who: seller(),
  fields: { renew },
  answer: async ({ caller, fields, origin }) => {
    const stall = await getSeller(caller.role.seller.sellerId);
    if (!stall) throw new Error('A session names a stall that is gone');
    const key = await boardKeyOf(stall, fields.renew ?? false);
    return { boardUrl: `${origin}/board?key=${key}` };
  },
});
