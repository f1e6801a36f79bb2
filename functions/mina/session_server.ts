import * as z from 'zod/mini';
import { code, openText, sent } from '../../lib/mina/fields.ts';
import { logIn } from '../../lib/mina/login.ts';
import { Failure } from '../../lib/mina/outcome.ts';
import { defineInterface, sessionServer } from '../../lib/mina/session-server.ts';
import { checkSession, describeUser } from '../../lib/mina/sessions.ts';

/** POST /mina_auth/: what the backends of wafer's first version ask Tencent's session server. */
export const handler = sessionServer({
  'qcloud.cam.id_skey': defineInterface(
    { code, encrypt_data: z.string(), iv: z.pipe(z.transform(sent), openText) },
    async (app, { code, encrypt_data, iv }) => {
      const login = await logIn({ app, code, openData: { encrypted: { encryptedData: encrypt_data, iv } } });
      if (login instanceof Failure) return login;
      const { uuid, skey, duration, isNewUser } = login;
      return {
        returnMessage: isNewUser ? 'NEW_SESSION_SUCCESS' : 'UPDATE_SESSION_SUCCESS',
        returnData: { id: uuid, skey, user_info: describeUser(login), duration },
      };
    },
  ),
  'qcloud.cam.auth': defineInterface({ id: z.string(), skey: z.string() }, async (app, { id, skey }) => {
    const visitor = await checkSession(app, id, skey);
    if (visitor instanceof Failure) return visitor;
    const user = describeUser(visitor);
    // The original's document has the fields on top. What it sends, and its SDKs read, is `user_info`.
    return { returnMessage: 'AUTH_SUCCESS', returnData: { ...user, user_info: user } };
  }),
});
