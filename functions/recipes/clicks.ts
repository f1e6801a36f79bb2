import { countClick } from '../../lib/recipes/counts.ts';
import { id } from '../../lib/recipes/fields.ts';
import { memberRoute } from '../../lib/recipes/route.ts';

/** POST /clicks: counts one more click on a dish. */
export const handler = memberRoute({
  body: 'id',
  fields: { id },
  done: '点击量加一成功',
  outcomes: ['菜品不存在'],
  answer: ({ user, fields: { id } }) => countClick(id, user.gender),
});
