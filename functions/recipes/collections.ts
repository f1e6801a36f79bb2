import { bookmark, page } from '../../lib/recipes/fields.ts';
import { listFavourites } from '../../lib/recipes/likes.ts';
import { memberRoute } from '../../lib/recipes/route.ts';

/** GET /collections: the caller's favourites, newest first, page by page. */
export const handler = memberRoute({
  input: page,
  done: '查询成功',
  answer: async ({ user, input: { limit, after } }) => {
    const { menus, next } = await listFavourites(user.openid, limit, after);
    return { data: { menus, next: next && bookmark(next) } };
  },
});
