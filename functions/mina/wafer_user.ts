import { session } from '../../lib/mina/headers.ts';
import { CHECK_FAILURES, Failure } from '../../lib/mina/outcome.ts';
import { checkSession, describeUser } from '../../lib/mina/sessions.ts';
import { wafer } from '../../lib/mina/wafer.ts';

/** GET /mina/wafer/user: who the user of wafer-client-sdk is. */
export const handler = wafer('ERR_CHECK_LOGIN_FAILED')({
  fields: session,
  outcomes: CHECK_FAILURES,
  answer: async ({ fields: { app_id, 'X-WX-Id': id, 'X-WX-Skey': skey } }) => {
    const visitor = await checkSession(app_id, id, skey);
    return visitor instanceof Failure ? visitor : describeUser(visitor);
  },
});
