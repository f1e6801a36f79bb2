import { app_id, code, openData, openText } from '../../lib/mina/fields.ts';
import { logIn } from '../../lib/mina/login.ts';
import { Failure, LOGIN_FAILURES } from '../../lib/mina/outcome.ts';
import { wxapp } from '../../lib/mina/wxapp.ts';

/** POST /mina/login: a user logs in with the code of `wx.login()`, and tells who they are if they like. */
export const handler = wxapp({
  fields: { code, encrypt_data: openText, iv: openText, app_id },
  outcomes: LOGIN_FAILURES,
  answer: async ({ fields: { code, encrypt_data, iv, app_id } }) => {
    const told = openData(encrypt_data, iv, { encryptedData: 'encrypt_data', iv: 'iv' });
    const login = await logIn({ app: app_id, code, openData: told });
    if (login instanceof Failure) return login;
    const { uuid, skey, userInfo, duration } = login;
    return { msg: '登录成功', data: { uuid, skey, user_info: userInfo, duration } };
  },
});
