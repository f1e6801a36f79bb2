import { app_id, skey, uuid } from '../../lib/mina/fields.ts';
import { logOut } from '../../lib/mina/log-out.ts';
import { CHECK_FAILURES } from '../../lib/mina/outcome.ts';
import { wxapp } from '../../lib/mina/wxapp.ts';

/** POST /mina/logout: a user logs out, of whatever else they are logged in by, too. */
export const handler = wxapp({
  fields: { uuid, skey, app_id },
  outcomes: CHECK_FAILURES,
  answer: async ({ fields: { uuid, skey, app_id } }) =>
    (await logOut(app_id, uuid, skey)) ?? { msg: '已退出登录', data: null },
});
