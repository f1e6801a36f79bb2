import { codeInBody } from '../../lib/recipes/fields.ts';
import { logIn } from '../../lib/recipes/login.ts';
import { Refusal } from '../../lib/recipes/outcome.ts';
import { visitorRoute } from '../../lib/recipes/route.ts';
import { describeUser } from '../../lib/recipes/users.ts';

/**
 * POST /userinfos/login: logs a registered user in with the code of `wx.login()`. A session that lives is answered as it
 * is: neither WeChat nor the users are asked.
 */
export const handler = visitorRoute('登录成功', async (caller, event) => {
  if (caller) return { data: describeUser(caller.session.role), sessionId: caller.sessionKey };
  const login = await logIn(codeInBody(event));
  if (login instanceof Refusal) return login;
  const { user, sessionKey } = login;
  return { data: describeUser(user), sessionId: sessionKey, cookie: sessionKey };
});
