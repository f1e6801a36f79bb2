import { seller } from '../../lib/callme/callers.ts';
import { day } from '../../lib/callme/fields.ts';
import { query } from '../../lib/callme/query.ts';
import { readStats } from '../../lib/callme/stats.ts';
import { dayIn } from '../../lib/time.ts';

/** A seller's day in numbers: today, or the day that is asked for. */
export const handler = query('stats', {
  who: seller(),
  fields: { day },
  answer: ({ caller, fields }) => {
    const { sellerId, timeZone } = caller.role.seller;
    return readStats(sellerId, fields.day ?? dayIn(timeZone));
  },
});
