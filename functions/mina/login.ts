import { app_id, code, encrypted, openText } from '../../lib/mina/fields.ts';
import { logIn } from '../../lib/mina/login.ts';
import { Failure, LOGIN_FAILURES } from '../../lib/mina/outcome.ts';
import { describeUser } from '../../lib/mina/sessions.ts';
import { wxapp } from '../../lib/mina/wxapp.ts';

/** POST /mina/login: a user logs in with the code of `wx.login()`, and tells who they are if they like. */
export const handler = wxapp({
  fields: { code, encrypt_data: openText, iv: openText, rawData: openText, signature: openText, app_id },
  outcomes: LOGIN_FAILURES,
  answer: async ({ fields: { code, encrypt_data, iv, rawData, signature, app_id } }) => {
    const login = await logIn({
      app: app_id,
      code,
      openData: {
        encrypted: encrypted(encrypt_data, iv, { encryptedData: 'encrypt_data', iv: 'iv' }),
        ...(rawData !== undefined && signature !== undefined && { signed: { rawData, signature } }),
      },
    });
    if (login instanceof Failure) return login;
    const { uuid, skey, duration, told, unionid } = login;
    const user_info = told || unionid ? describeUser(login) : null;
    return { msg: '登录成功', data: { uuid, skey, user_info, duration } };
  },
});
