import { keep } from '../store/kept.ts';
import { type Item, PRESENT, queryPartition, type Write, write } from '../store/store.ts';
import { currentCatalogue } from './catalogue.ts';
import { COUNTS, countsKey, RECIPES_TABLE } from './keys.ts';
import type { Dish, Menu } from './menus.ts';
import { type Done, type Failure, fail } from './outcome.ts';
import type { Gender } from './users.ts';

/** What is counted of a dish; `clicks0`, `clicks1`, `clicks2` by the gender of whoever clicked. */
export type Counts = Record<'clicks' | 'clicks0' | 'clicks1' | 'clicks2' | 'praises' | 'collections', number>;

/** Milliseconds for which a ranking may be old. */
const FRESH = 5_000;

const ZERO: Counts = { clicks: 0, clicks0: 0, clicks1: 0, clicks2: 0, praises: 0, collections: 0 };

/** The condition that a dish is on offer. Its counts outlive its removal: users' marks do, too. */
export const OFFERED = `${PRESENT} AND attribute_not_exists(removed)`;

/** Counts one more click on a dish, also for the gender of whoever clicked (`POST /clicks`). */
export const countClick = async (dish: number, gender: Gender): Promise<Done | Failure> => {
  const add = { clicks: 1, [`clicks${gender}`]: 1 };
  const counted = await write({ update: countsKey(dish), add, when: OFFERED });
  return counted.ok ? {} : fail('菜品不存在');
};

/** All dishes, most clicks first, then by id (`/menus/order`). */
export const ranking = (): Promise<Menu[]> => rankBy('clicks');

/** The dishes that a gender has clicked, most clicks first, then by id (`/menus/order/{gender}`). */
export const rankingOf = async (gender: Gender): Promise<Menu[]> =>
  (await rankBy(`clicks${gender}`)).filter(({ clickCount }) => clickCount !== 0);

/** The counts of every dish that ever was on offer, by id: with `removed` where it is no longer, and the `name` that it had. */
export const readCounts = async (): Promise<Map<number, Item>> => {
  const items = await queryPartition(RECIPES_TABLE, COUNTS);
  return new Map(items.map((item) => [Number(item.sk), item]));
};

/** The write that puts a dish on offer, with the counts that it has or zeros. Once more changes nothing. */
export const offering = (dish: number): Write => ({
  update: countsKey(dish),
  add: ZERO,
  remove: ['removed'],
});

/** The write that ends the offer of a dish. */
export const withdrawal = ({ id, name }: Dish): Write => ({
  update: countsKey(id),
  set: { removed: true, name },
});

/** Whether anything hangs on the id that these counts are of. Those of an import that broke are zeros, and nobody's. */
export const hasPast = (counts: Item | undefined): boolean =>
  counts !== undefined &&
  ('name' in counts || 'removed' in counts || Object.keys(ZERO).some((name) => counts[name] !== 0));

const rankBy = async (count: keyof Counts): Promise<Menu[]> => {
  const [{ menus }, counts] = await Promise.all([currentCatalogue(), currentCounts()]);
  // Sorting is stable, and the menus come by id.
  return menus
    .map((menu) => ({ ...menu, clickCount: (counts.get(menu.id)?.[count] ?? 0) as number }))
    .sort((a, b) => b.clickCount - a.clickCount);
};

const currentCounts = /* @__PURE__ */ keep(FRESH, readCounts);
