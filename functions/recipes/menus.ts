import { currentCatalogue } from '../../lib/recipes/catalogue.ts';
import { openRoute } from '../../lib/recipes/route.ts';

/** GET /menus: all dishes, by id. */
export const handler = openRoute({
  done: '操作成功',
  answer: async () => ({ data: (await currentCatalogue()).menus }),
});
