import { by, seller } from '../../lib/callme/callers.ts';
import { requestId } from '../../lib/callme/fields.ts';
import { fail } from '../../lib/callme/outcome.ts';
import { query } from '../../lib/callme/query.ts';
import { fetchTicket, findRequests, rememberedNumber } from '../../lib/callme/queue.ts';
import { isOnDuty } from '../../lib/callme/sellers.ts';

/** Q05: a seller takes the stall's next number. The same `requestId` again gets the same number. */
export const handler = query('fetch', {
  who: seller(),
  fields: { requestId },
  outcomes: ['No Sn Valid', 'Out Of Duty Error'],
  alongside: async ({ requestId }) => (requestId ? findRequests(requestId) : []),
  answer: async ({ caller, fields, alongside: requests }) => {
    const { seller: stall } = caller.role;
    const remembered = rememberedNumber(requests, stall.sellerId);
    if (remembered) return remembered;
    if (!(await isOnDuty(stall))) return fail('Out Of Duty Error');
    return fetchTicket(stall, fields.requestId, by(caller));
  },
});
