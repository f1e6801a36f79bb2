import { currentCatalogue } from '../../lib/recipes/catalogue.ts';
import { names } from '../../lib/recipes/fields.ts';
import { search } from '../../lib/recipes/menus.ts';
import { openRoute } from '../../lib/recipes/route.ts';

/**
 * GET /menus/like/{stuff}/{tools}, GET /menus/like?stuff=&tools=: the dishes that need any of the stuff and any of the
 * tools.
 */
export const handler = openRoute({
  fields: { stuff: names, tools: names },
  done: '操作成功',
  answer: async ({ fields: { stuff, tools } }) => ({ data: search(await currentCatalogue(), stuff, tools) }),
});
