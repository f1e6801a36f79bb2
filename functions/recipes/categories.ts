import { currentCatalogue } from '../../lib/recipes/catalogue.ts';
import { openRoute } from '../../lib/recipes/route.ts';

/** GET /categories: ingredients and tools, by classify, then id. */
export const handler = openRoute('查询成功', async () => ({ data: (await currentCatalogue()).categories }));
