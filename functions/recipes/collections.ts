import { bookmark, limit, next } from '../../lib/recipes/fields.ts';
import { listFavourites } from '../../lib/recipes/likes.ts';
import { memberRoute } from '../../lib/recipes/route.ts';

/** GET /collections: the caller's favourites, newest first, page by page. */
export const handler = memberRoute({
  fields: { limit, next },
  done: '查询成功',
  answer: async ({ user, fields }) => {
    const { menus, next } = await listFavourites(user.openid, fields.limit, fields.next);
    return { data: { menus, next: next && bookmark(next) } };
  },
});
