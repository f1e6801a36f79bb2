import { revertReads, tryToRevert } from '../../lib/rental/attempts.ts';
import { captcha, deviceID, itemUUID } from '../../lib/rental/fields.ts';
import { userRoute } from '../../lib/rental/route.ts';

/** GET /user/try_to_revert: a user asks the cabinet before them to take an item back. */
export const handler = userRoute({
  fields: { deviceID, itemUUID, captcha },
  outcomes: ['no device', 'device offline', 'wrong captcha', 'no such item', 'no place', 'busy'],
  reads: (fields, { userid }) => revertReads({ ...fields, userid }),
  answer: ({ user, fields, items }) => tryToRevert({ ...fields, userid: user.userid }, { user, items }),
});
