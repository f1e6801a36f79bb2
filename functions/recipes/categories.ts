import { currentCatalogue } from '../../lib/recipes/catalogue.ts';
import { openRoute } from '../../lib/recipes/route.ts';

/** GET /categories: ingredients and tools, by classify, then id. */
export const handler = openRoute({
  done: '查询成功',
  answer: async () => ({ data: (await currentCatalogue()).categories }),
});
