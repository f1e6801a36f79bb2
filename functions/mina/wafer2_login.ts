import { login, loginOf } from '../../lib/mina/headers.ts';
import { logIn } from '../../lib/mina/login.ts';
import { Failure, LOGIN_FAILURES } from '../../lib/mina/outcome.ts';
import { describeUser } from '../../lib/mina/sessions.ts';
import { wafer2 } from '../../lib/mina/wafer2.ts';

/** GET, POST /mina/wafer2/login: wafer2-client-sdk logs a user in, with a code alone or with the user's data. */
export const handler = wafer2({
  fields: login,
  outcomes: LOGIN_FAILURES,
  answer: async ({ fields }) => {
    const login = await logIn(loginOf(fields));
    if (login instanceof Failure) return login;
    return { skey: login.skey, userinfo: describeUser(login), time: login.time };
  },
});
