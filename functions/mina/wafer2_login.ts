import { readLogin } from '../../lib/mina/headers.ts';
import { logIn } from '../../lib/mina/login.ts';
import { Failure } from '../../lib/mina/outcome.ts';
import { describeUser } from '../../lib/mina/sessions.ts';
import { wafer2 } from '../../lib/mina/wafer2.ts';

/** GET, POST /mina/wafer2/login: wafer2-client-sdk logs a user in, with a code alone or with the user's data. */
export const handler = wafer2(async (event) => {
  const login = await logIn(readLogin(event));
  if (login instanceof Failure) return login;
  return { skey: login.skey, userinfo: describeUser(login), time: login.time };
});
