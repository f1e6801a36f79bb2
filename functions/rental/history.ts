import { page } from '../../lib/rental/fields.ts';
import { listEnded } from '../../lib/rental/loans.ts';
import { userRoute } from '../../lib/rental/route.ts';

/** GET /user/history/page_length/{page_length}/page_id/{page_id}: what a user has brought back, the last first. */
export const handler = userRoute({
  fields: page,
  answer: async ({ user, fields: { page_length, page_id } }) => ({
    items: await listEnded(user.userid, { length: page_length, number: page_id }),
  }),
});
