import { id } from '../../lib/recipes/fields.ts';
import { pageKeys, readPage } from '../../lib/recipes/likes.ts';
import { Failure } from '../../lib/recipes/outcome.ts';
import { memberRoute } from '../../lib/recipes/route.ts';

/** GET /menus/{id}: a dish with its counts, and whether the caller praised or collected it. */
export const handler = memberRoute({
  fields: { id },
  reads: ({ id }) => pageKeys(id),
  done: '查询成功',
  outcomes: ['菜品不存在'],
  answer: async ({ user, fields: { id }, items }) => {
    const page = await readPage(items, user.openid, id);
    return page instanceof Failure ? page : { data: page };
  },
});
