import { dishInBody } from '../../lib/recipes/fields.ts';
import { unlike } from '../../lib/recipes/likes.ts';
import { memberRoute } from '../../lib/recipes/route.ts';

/** DELETE /collections: the dish is no longer a favourite of the caller's. */
export const handler = memberRoute({
  input: dishInBody,
  done: '取消收藏成功',
  answer: ({ user, input: dish }) => unlike('collection', user.openid, dish),
});
