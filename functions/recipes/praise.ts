import { dishInBody } from '../../lib/recipes/fields.ts';
import { like } from '../../lib/recipes/likes.ts';
import { memberRoute } from '../../lib/recipes/route.ts';

/** POST /praises: the caller praises a dish. */
export const handler = memberRoute({
  input: dishInBody,
  done: '点赞成功',
  answer: ({ user, input: dish }) => like('praise', user.openid, dish),
});
