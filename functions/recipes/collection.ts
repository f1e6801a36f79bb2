import { id } from '../../lib/recipes/fields.ts';
import { like } from '../../lib/recipes/likes.ts';
import { memberRoute } from '../../lib/recipes/route.ts';

/** POST /collections: the caller makes a dish a favourite. */
export const handler = memberRoute({
  body: 'id',
  fields: { id },
  done: '收藏成功',
  outcomes: ['菜品不存在'],
  answer: ({ user, fields: { id } }) => like('collection', user.openid, id),
});
