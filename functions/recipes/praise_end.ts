import { id } from '../../lib/recipes/fields.ts';
import { unlike } from '../../lib/recipes/likes.ts';
import { memberRoute } from '../../lib/recipes/route.ts';

/** DELETE /praises: the caller takes a praise back. */
export const handler = memberRoute({
  body: 'id',
  fields: { id },
  done: '取消点赞成功',
  outcomes: ['菜品不存在'],
  answer: ({ user, fields: { id } }) => unlike('praise', user.openid, id),
});
