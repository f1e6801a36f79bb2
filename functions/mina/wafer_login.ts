import { login, loginOf } from '../../lib/mina/headers.ts';
import { logIn } from '../../lib/mina/login.ts';
import { Failure, LOGIN_FAILURES } from '../../lib/mina/outcome.ts';
import { sessionFor, wafer } from '../../lib/mina/wafer.ts';

/** GET, POST /mina/wafer/login: wafer-client-sdk, wafer's first version, logs a user in. */
export const handler = wafer('ERR_LOGIN_FAILED')({
  fields: login,
  outcomes: LOGIN_FAILURES,
  answer: async ({ fields }) => {
    const login = await logIn(loginOf(fields));
    return login instanceof Failure ? login : sessionFor(login.uuid, login.skey);
  },
});
