import { app_id, code, skey, uuid } from '../../lib/mina/fields.ts';
import { CODE_FAILURES, DEAD, Failure } from '../../lib/mina/outcome.ts';
import { readPhone } from '../../lib/mina/phone.ts';
import { checkSession } from '../../lib/mina/sessions.ts';
import { wxapp } from '../../lib/mina/wxapp.ts';

/** POST /mina/phone: the phone number of a user who pressed `<button open-type="getPhoneNumber">`, by its code. */
export const handler = wxapp({
  fields: { uuid, skey, app_id, code },
  outcomes: [...CODE_FAILURES, ...DEAD],
  answer: async ({ fields: { uuid, skey, app_id, code } }) => {
    const visitor = await checkSession(app_id, uuid, skey);
    if (visitor instanceof Failure) return visitor;
    const phone = await readPhone(app_id, visitor.openid, code);
    return phone instanceof Failure ? phone : { msg: '已获取手机号', data: phone };
  },
});
