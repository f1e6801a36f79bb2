import { currentCatalogue } from '../../lib/recipes/catalogue.ts';
import { wanted } from '../../lib/recipes/fields.ts';
import { search } from '../../lib/recipes/menus.ts';
import { openRoute } from '../../lib/recipes/route.ts';

/**
 * GET /menus/like/{stuff}/{tools}, GET /menus/like?stuff=&tools=: the dishes that need any of the stuff and any of the
 * tools.
 */
export const handler = openRoute('操作成功', async (event) => {
  const { stuff, tools } = wanted(event);
  return { data: search(await currentCatalogue(), stuff, tools) };
});
