import { administrator } from '../../lib/callme/callers.ts';
import { requestId, telNum, term } from '../../lib/callme/fields.ts';
import { fail } from '../../lib/callme/outcome.ts';
import { query } from '../../lib/callme/query.ts';
import { balanceMon, findEnrolment, isMobileNumber, renew } from '../../lib/callme/sellers.ts';

/**
 * An administrator adds months to a stall, and enrols it if its number is new. The same `requestId` again adds nothing.
 */
export const handler = query('renew', {
  who: administrator,
  fields: { telNum, term, requestId },
  outcomes: ['Invalid Tel Error'],
  alongside: ({ telNum }) => findEnrolment(telNum),
  answer: async ({ fields: { telNum, term, requestId }, alongside: enrolment }) => {
    if (!isMobileNumber(telNum)) return fail('Invalid Tel Error');
    return { balanceMon: balanceMon(await renew(enrolment, term, requestId)) };
  },
});
