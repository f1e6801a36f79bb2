import { currentCatalogue } from '../../lib/recipes/catalogue.ts';
import { openRoute } from '../../lib/recipes/route.ts';

/** GET /menus: all dishes, by id. */
export const handler = openRoute('操作成功', async () => ({ data: (await currentCatalogue()).menus }));
