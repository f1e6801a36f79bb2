import { profile } from '../../lib/rental/fields.ts';
import { userRoute } from '../../lib/rental/route.ts';
import { changeProfile, profileOf } from '../../lib/rental/users.ts';

/** POST /user/profile: a user changes what is given of the profile. */
export const handler = userRoute({
  fields: profile,
  answer: async ({ user, fields }) => profileOf(await changeProfile(user, fields)),
});
