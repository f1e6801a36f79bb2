import { code, profile } from '../../lib/recipes/fields.ts';
import { register } from '../../lib/recipes/login.ts';
import { openRoute } from '../../lib/recipes/route.ts';

/** POST /userinfos/register?code=: registers a user with what the mini-program knows of them. */
export const handler = openRoute({
  body: 'named',
  fields: { code, ...profile },
  done: '注册成功',
  outcomes: ['注册失败,用户已存在', '注册失败,code无效'],
  answer: ({ fields: { code, ...profile } }) => register(code, profile),
});
