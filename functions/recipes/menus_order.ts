import { ranking } from '../../lib/recipes/counts.ts';
import { openRoute } from '../../lib/recipes/route.ts';

/** GET /menus/order: all dishes, most clicks first. */
export const handler = openRoute({
  done: '查询成功',
  answer: async () => ({ data: await ranking() }),
});
