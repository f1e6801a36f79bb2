import * as z from 'zod/mini';
import { by, seller } from '../../lib/callme/callers.ts';
import { marchSn, requestId } from '../../lib/callme/fields.ts';
import { query } from '../../lib/callme/query.ts';
import { undo } from '../../lib/callme/queue.ts';

/**
 * A seller takes back the last call, miss, done or clear of the last five minutes, of one number if it is named. The same
 * `requestId` again takes nothing else back.
 */
export const handler = query('undo', {
  who: seller(),
  fields: { marchSn: z.optional(marchSn), requestId },
  outcomes: ['Null List Error'],
  answer: ({ caller, fields }) => undo(caller.role.seller, { ...fields, by: by(caller) }),
});
