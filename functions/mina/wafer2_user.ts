import { readSession } from '../../lib/mina/headers.ts';
import { Failure } from '../../lib/mina/outcome.ts';
import { checkSkey, describeUser } from '../../lib/mina/sessions.ts';
import { wafer2 } from '../../lib/mina/wafer2.ts';

/** GET /mina/wafer2/user: who the user of wafer2-client-sdk is. */
export const handler = wafer2(async (event) => {
  const { app, skey } = readSession(event);
  const visitor = await checkSkey(app, skey);
  return visitor instanceof Failure ? visitor : describeUser(visitor);
});
