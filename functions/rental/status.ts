import { borrowed } from '../../lib/rental/loans.ts';
import { userRoute } from '../../lib/rental/route.ts';

/** GET /user/status: what a user has borrowed and not brought back, one item at most. */
export const handler = userRoute({
  answer: ({ user }) => ({ items: user.out ? [borrowed(user.out)] : [] }),
});
