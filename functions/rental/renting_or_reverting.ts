import { isTrying } from '../../lib/rental/latest.ts';
import { userRoute } from '../../lib/rental/route.ts';

/** GET /user/renting_or_reverting: whether a user waits for a cabinet. */
export const handler = userRoute({ answer: ({ user }) => ({ renting_or_reverting: isTrying(user) }) });
