import { countClick } from '../../lib/recipes/counts.ts';
import { dishInBody } from '../../lib/recipes/fields.ts';
import { memberRoute } from '../../lib/recipes/route.ts';

/** POST /clicks: counts one more click on a dish. */
export const handler = memberRoute({
  input: dishInBody,
  done: '点击量加一成功',
  answer: ({ user, input: dish }) => countClick(dish, user.gender),
});
