import { rentReads, tryToRent } from '../../lib/rental/attempts.ts';
import { captcha, deviceID, typeID } from '../../lib/rental/fields.ts';
import { userRoute } from '../../lib/rental/route.ts';

/** GET /user/try_to_rent: a user asks the cabinet before them for an instrument of a type. */
export const handler = userRoute({
  fields: { deviceID, typeID, captcha },
  outcomes: ['no device', 'device offline', 'wrong captcha', 'no instrument', 'no permission', 'busy'],
  reads: rentReads,
  answer: ({ user, fields, items }) => tryToRent({ ...fields, userid: user.userid }, { user, items }),
});
