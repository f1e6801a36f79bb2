import { dishInPath } from '../../lib/recipes/fields.ts';
import { pageKeys, readPage } from '../../lib/recipes/likes.ts';
import { Refusal } from '../../lib/recipes/outcome.ts';
import { memberRoute } from '../../lib/recipes/route.ts';

/** GET /menus/{id}: a dish with its counts, and whether the caller praised or collected it. */
export const handler = memberRoute({
  input: dishInPath,
  reads: pageKeys,
  done: '查询成功',
  answer: async ({ user, input: dish, items }) => {
    const page = await readPage(items, user.openid, dish);
    return page instanceof Refusal ? page : { data: page };
  },
});
