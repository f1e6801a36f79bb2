import { dishInBody } from '../../lib/recipes/fields.ts';
import { like } from '../../lib/recipes/likes.ts';
import { memberRoute } from '../../lib/recipes/route.ts';

/** POST /collections: the caller makes a dish a favourite. */
export const handler = memberRoute({
  input: dishInBody,
  done: '收藏成功',
  answer: ({ user, input: dish }) => like('collection', user.openid, dish),
});
