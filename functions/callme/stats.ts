import { seller } from '../../lib/callme/callers.ts';
import { day } from '../../lib/callme/fields.ts';
import { fail } from '../../lib/callme/outcome.ts';
import { query } from '../../lib/callme/query.ts';
import { LONGEST_SPAN, lengthOf, readSpan, readStats } from '../../lib/callme/stats.ts';
import { required } from '../../lib/http/fields.ts';
import { Problem } from '../../lib/http/problem.ts';
import { dayIn } from '../../lib/time.ts';

/** A seller's days in numbers: today, the day that is asked for, or several days and each of them. */
export const handler = query('stats', {
  who: seller(),
  fields: { day, from: day, to: day },
  outcomes: ['Invalid Span Error'],
  answer: ({ caller, fields }) => {
    const { sellerId, timeZone } = caller.role.seller;
    const today = dayIn(timeZone);
    if (!fields.from && !fields.to) return readStats(sellerId, fields.day ?? today);

    if (fields.day) throw new Problem('invalid field', 'day');
    const [from, to] = [required(fields.from, 'from'), fields.to ?? today];
    const length = lengthOf(from, to);
    if (length < 1 || length > LONGEST_SPAN) return fail('Invalid Span Error', { mostDays: LONGEST_SPAN });
    return readSpan(sellerId, from, to);
  },
});
