import { id } from '../../lib/recipes/fields.ts';
import { unlike } from '../../lib/recipes/likes.ts';
import { memberRoute } from '../../lib/recipes/route.ts';

/** DELETE /collections: the dish is no longer a favourite of the caller's. */
export const handler = memberRoute({
  body: 'id',
  fields: { id },
  done: '取消收藏成功',
  outcomes: ['菜品不存在'],
  answer: ({ user, fields: { id } }) => unlike('collection', user.openid, id),
});
