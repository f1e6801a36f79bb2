import { registration } from '../../lib/recipes/fields.ts';
import { register } from '../../lib/recipes/login.ts';
import { openRoute } from '../../lib/recipes/route.ts';

/** POST /userinfos/register?code=: registers a user with what the mini-program knows of them. */
export const handler = openRoute('注册成功', async (event) => {
  const { code, profile } = await registration(event);
  return register(code, profile);
});
