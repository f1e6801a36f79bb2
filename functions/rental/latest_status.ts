import { told } from '../../lib/rental/latest.ts';
import { userRoute } from '../../lib/rental/route.ts';

/** GET /user/latest_renting_or_reverting_status: how a user's last attempt stands. The phone asks until it is settled. */
export const handler = userRoute({ answer: ({ user }) => told(user.latest) });
