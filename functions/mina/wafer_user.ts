import { readSession } from '../../lib/mina/headers.ts';
import { Failure } from '../../lib/mina/outcome.ts';
import { checkSession, describeUser } from '../../lib/mina/sessions.ts';
import { wafer } from '../../lib/mina/wafer.ts';

/** GET /mina/wafer/user: who the user of wafer-client-sdk is. */
export const handler = wafer('ERR_CHECK_LOGIN_FAILED', async (event) => {
  const { app, id, skey } = readSession(event);
  const visitor = await checkSession(app, id, skey);
  return visitor instanceof Failure ? visitor : describeUser(visitor);
});
