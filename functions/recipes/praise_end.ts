import { dishInBody } from '../../lib/recipes/fields.ts';
import { unlike } from '../../lib/recipes/likes.ts';
import { memberRoute } from '../../lib/recipes/route.ts';

/** DELETE /praises: the caller takes a praise back. */
export const handler = memberRoute({
  input: dishInBody,
  done: '取消点赞成功',
  answer: ({ user, input: dish }) => unlike('praise', user.openid, dish),
});
