import { type Item, readOne, write } from '../store/store.ts';
import { pack, publish, readContent } from './catalogue.ts';
import { categoriesFor } from './categories.ts';
import { offering, readCounts } from './counts.ts';
import { headKey } from './keys.ts';
import type { Category, Content, Dish } from './menus.ts';
import { type DishRow, type Plan, planImport, type Unclear } from './plan.ts';
import { removeDishes } from './removal.ts';

/** What an import did, or would do. */
export type Imported = Plan & { categories: Category[] };

/** Told how far an import is. */
export type Report = (step: 'counts' | 'catalogue', done: number, total: number) => void;

type Ways = {
  /** Writes nothing. */
  dryRun?: boolean;
  /** Takes the dishes away that are not named. */
  remove?: boolean;
};

const WRITES_AT_ONCE = 32;

/**
 * Adds dishes to the catalogue, and changes those that are there. Counts go on; dishes that are not named stay, unless they
 * are to be removed. Lists show all that is new at once or, when it fails, nothing of it; removals follow.
 * @returns undefined when somebody else changed the catalogue meanwhile; `Unclear` when rows need an id: nothing happened
 * @throws RangeError when the catalogue would be too large
 */
export const importDishes = async (
  rows: DishRow[],
  report: Report,
  { dryRun = false, remove = false }: Ways = {},
): Promise<Imported | Unclear[] | undefined> => {
  const head = await readOne(headKey);
  const [present, counts] = await Promise.all([readContent(head), readCounts()]);
  const plan = planImport(rows, { dishes: present.dishes, counts });
  if (Array.isArray(plan)) return plan;

  const content = contentOf(plan, present);
  const imported = { ...plan, categories: content.categories };
  if (dryRun) {
    pack(content);
    return imported;
  }
  // First: what a list shows can be clicked.
  await offer(namedIn(plan), counts, report);
  if (content !== present) {
    report('catalogue', 0, 1);
    if (!(await publish(head, content))) return undefined;
    report('catalogue', 1, 1);
  }
  if (remove) await removeDishes(plan.others.map(({ id }) => id));
  return imported;
};

/** All dishes with their clicks, by id: the operator's list. */
export const listDishes = async (): Promise<(Dish & { clicks: number })[]> => {
  const [head, counts] = await Promise.all([readOne(headKey), readCounts()]);
  const { dishes } = await readContent(head);
  return dishes.map((dish) => ({ ...dish, clicks: (counts.get(dish.id)?.clicks ?? 0) as number }));
};

/** The catalogue after an import: the very same one where nothing changes. */
const contentOf = (plan: Plan, present: Content): Content => {
  if (plan.added.length + plan.changed.length === 0) return present;
  const dishes = [...namedIn(plan), ...plan.others].sort((a, b) => a.id - b.id);
  return { dishes, categories: categoriesFor(dishes, present.categories) };
};

const namedIn = ({ added, changed, unchanged }: Plan): Dish[] => [
  ...added,
  ...changed.map(({ dish }) => dish),
  ...unchanged,
];

/** Puts those dishes on offer that are not, some at once. */
const offer = async (dishes: Dish[], counts: Map<number, Item>, report: Report): Promise<void> => {
  const isOffered = (item: Item | undefined) => item !== undefined && !item.removed;
  const missing = dishes.filter(({ id }) => !isOffered(counts.get(id)));
  const left = missing.values();
  let done = 0;
  const work = async () => {
    for (const { id } of left) {
      await write(offering(id));
      done += 1;
      report('counts', done, missing.length);
    }
  };
  await Promise.all(Array.from({ length: WRITES_AT_ONCE }, work));
};
