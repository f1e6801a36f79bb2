import { ranking } from '../../lib/recipes/counts.ts';
import { openRoute } from '../../lib/recipes/route.ts';

/** GET /menus/order: all dishes, most clicks first. */
export const handler = openRoute('查询成功', async () => ({ data: await ranking() }));
