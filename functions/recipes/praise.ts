import { id } from '../../lib/recipes/fields.ts';
import { like } from '../../lib/recipes/likes.ts';
import { memberRoute } from '../../lib/recipes/route.ts';

/** POST /praises: the caller praises a dish. */
export const handler = memberRoute({
  body: 'id',
  fields: { id },
  done: '点赞成功',
  outcomes: ['菜品不存在'],
  answer: ({ user, fields: { id } }) => like('praise', user.openid, id),
});
