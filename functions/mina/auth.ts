import { app_id, skey, uuid } from '../../lib/mina/fields.ts';
import { CHECK_FAILURES, Failure } from '../../lib/mina/outcome.ts';
import { checkSession, describeUser } from '../../lib/mina/sessions.ts';
import { wxapp } from '../../lib/mina/wxapp.ts';

/** POST /mina/auth: another backend asks whether a user is logged in, and who they are. */
export const handler = wxapp({
  fields: { uuid, skey, app_id },
  outcomes: CHECK_FAILURES,
  answer: async ({ fields: { uuid, skey, app_id } }) => {
    const visitor = await checkSession(app_id, uuid, skey);
    if (visitor instanceof Failure) return visitor;
    return { msg: '会话有效', data: { user_info: describeUser(visitor) } };
  },
});
