import { userRoute } from '../../lib/rental/route.ts';
import { profileOf } from '../../lib/rental/users.ts';

/** GET /user/profile: what a user let us know. */
export const handler = userRoute({ answer: ({ user }) => profileOf(user) });
