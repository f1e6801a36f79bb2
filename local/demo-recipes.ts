import { publish } from '../lib/recipes/catalogue.ts';
import type { Counts } from '../lib/recipes/counts.ts';
import { countsKey, headKey, lastUserKey, markKey, userKey } from '../lib/recipes/keys.ts';
import { readOne, write } from '../lib/store/store.ts';
import { DEMO_CATEGORIES, DEMO_DISHES, DEMO_USER } from './demo-examples.ts';

/** Clicks by gender (0, 1, 2), such that the rankings are those of the source's examples. */
const CLICKS: Record<number, [number, number, number]> = {
  2000: [0, 0, 6],
  2001: [11, 20, 0],
  2011: [0, 0, 1],
  2046: [15, 22, 0],
};

/** The users who like the dish of the source's example, beside whom it has been asked for. */
const LIKED = 2046;
const LIKERS = [
  { ...DEMO_USER, id: 18, openid: 'demo-cook-18', nickName: '小李' },
  { ...DEMO_USER, id: 19, openid: 'demo-cook-19', nickName: '小王' },
];

/** Writes the examples of the source document, unless there is a catalogue already. It comes last: it says all is there. */
export const writeDemoRecipes = async (): Promise<void> => {
  if (await readOne(headKey)) return;
  const since = Date.now();
  const marks = LIKERS.flatMap(({ openid }) =>
    ['praise', 'collection'].map((like) => markKey(openid, like, LIKED)),
  );
  await Promise.all([
    write({ put: lastUserKey, item: { id: DEMO_USER.id } }),
    ...[DEMO_USER, ...LIKERS].map((user) => write({ put: userKey(user.openid), item: user })),
    ...marks.map((put) => write({ put, item: { dish: LIKED, since } })),
    ...DEMO_DISHES.map(({ id }) => write({ put: countsKey(id), item: countsOf(id) })),
  ]);
  await publish(undefined, { dishes: DEMO_DISHES, categories: DEMO_CATEGORIES });
};

const countsOf = (dish: number): Counts => {
  const [clicks0, clicks1, clicks2] = CLICKS[dish] ?? [0, 0, 0];
  const likes = dish === LIKED ? LIKERS.length : 0;
  return {
    clicks: clicks0 + clicks1 + clicks2,
    clicks0,
    clicks1,
    clicks2,
    praises: likes,
    collections: likes,
  };
};
