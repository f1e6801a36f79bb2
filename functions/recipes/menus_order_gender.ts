import { rankingOf } from '../../lib/recipes/counts.ts';
import { genderInPath } from '../../lib/recipes/fields.ts';
import { openRoute } from '../../lib/recipes/route.ts';

/** GET /menus/order/{gender}: the dishes that users of a gender clicked, most clicks first. */
export const handler = openRoute('查询成功', async (event) => ({
  data: await rankingOf(genderInPath(event)),
}));
