import { rankingOf } from '../../lib/recipes/counts.ts';
import { gender } from '../../lib/recipes/fields.ts';
import { openRoute } from '../../lib/recipes/route.ts';

/** GET /menus/order/{gender}: the dishes that users of a gender clicked, most clicks first. */
export const handler = openRoute({
  fields: { gender },
  done: '查询成功',
  answer: async ({ fields: { gender } }) => ({ data: await rankingOf(gender) }),
});
