import { session } from '../../lib/mina/headers.ts';
import { CHECK_FAILURES, Failure } from '../../lib/mina/outcome.ts';
import { checkSkey, describeUser } from '../../lib/mina/sessions.ts';
import { wafer2 } from '../../lib/mina/wafer2.ts';

/** GET /mina/wafer2/user: who the user of wafer2-client-sdk is. */
export const handler = wafer2({
  fields: session,
  outcomes: CHECK_FAILURES,
  answer: async ({ fields: { app_id, 'X-WX-Skey': skey } }) => {
    const visitor = await checkSkey(app_id, skey);
    return visitor instanceof Failure ? visitor : describeUser(visitor);
  },
});
