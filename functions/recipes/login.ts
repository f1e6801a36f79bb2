import * as z from 'zod/mini';
import { required } from '../../lib/http/fields.ts';
import { code } from '../../lib/recipes/fields.ts';
import { logIn } from '../../lib/recipes/login.ts';
import { Failure } from '../../lib/recipes/outcome.ts';
import { visitorRoute } from '../../lib/recipes/route.ts';
import { describeUser } from '../../lib/recipes/users.ts';

/**
 * POST /userinfos/login: logs a registered user in with the code of `wx.login()`. A session that lives is answered as it
 * is: neither WeChat nor the users are asked.
 */
export const handler = visitorRoute({
  body: 'code',
  fields: { code: z.optional(code) },
  done: '登录成功',
  outcomes: ['用户未注册', '登录失败,code无效'],
  answer: async ({ caller, fields: { code } }) => {
    if (caller) return { data: describeUser(caller.session.role), sessionId: caller.sessionKey };
    const login = await logIn(required(code, 'code'));
    if (login instanceof Failure) return login;
    const { user, sessionKey } = login;
    return { data: describeUser(user), sessionId: sessionKey, cookie: sessionKey };
  },
});
