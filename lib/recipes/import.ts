import { type Item, readOne, write } from '../store/store.ts';
import { publish, readContent } from './catalogue.ts';
import { categoriesFor } from './categories.ts';
import { offering, readCounts, withdrawal } from './counts.ts';
import { headKey } from './keys.ts';
import type { Category, Content, Dish } from './menus.ts';

/** A dish to import. What it leaves out stays as it is, or is null of a new dish. */
export type DishChange = Omit<Dish, 'description' | 'myLink'> & Partial<Dish>;

export type Imported = { added: number; changed: number; untouched: number; categories: Category[] };

/** Told how far an import is. */
export type Report = (step: 'counts' | 'catalogue', done: number, total: number) => void;

const WRITES_AT_ONCE = 32;

/**
 * Adds dishes to the catalogue, and changes those whose ids are there. Their counts go on; dishes that are not named
 * stay. Lists show all of it or, when it fails, nothing.
 * @returns undefined when somebody else changed the catalogue meanwhile
 * @throws RangeError when the catalogue would be too large
 */
export const importDishes = async (changes: DishChange[], report: Report): Promise<Imported | undefined> => {
  const head = await readOne(headKey);
  const { dishes: present, categories } = await readContent(head);
  const dishes = new Map(present.map((dish) => [dish.id, dish]));
  for (const change of changes) {
    dishes.set(change.id, { description: null, myLink: null, ...dishes.get(change.id), ...change });
  }
  const added = dishes.size - present.length;

  // First: what a list shows can be clicked.
  await offer(
    changes.map(({ id }) => id),
    report,
  );
  const content = toContent([...dishes.values()], categories);
  report('catalogue', 0, 1);
  if (!(await publish(head, content))) return undefined;
  report('catalogue', 1, 1);
  return {
    added,
    changed: changes.length - added,
    untouched: dishes.size - changes.length,
    categories: content.categories,
  };
};

/** All dishes with their clicks, by id: the operator's list. */
export const listDishes = async (): Promise<(Dish & { clicks: number })[]> => {
  const [head, counts] = await Promise.all([readOne(headKey), readCounts()]);
  const { dishes } = await readContent(head);
  return dishes.map((dish) => ({ ...dish, clicks: (counts.get(dish.id)?.clicks ?? 0) as number }));
};

/**
 * Takes a dish from the catalogue. Its counts and who liked it are kept, should it come back.
 * @returns the dish; 'unknown' when there is none, 'conflict' when somebody else changed the catalogue meanwhile
 */
export const removeDish = async (id: number): Promise<Dish | 'unknown' | 'conflict'> => {
  const head = await readOne(headKey);
  const { dishes, categories } = await readContent(head);
  const dish = dishes.find((one) => one.id === id);
  if (!dish) return 'unknown';
  const rest = { dishes: dishes.filter((one) => one !== dish), categories };
  return (await publish(head, rest, [withdrawal(id)])) ? dish : 'conflict';
};

const toContent = (dishes: Dish[], categories: Category[]): Content => ({
  dishes: dishes.sort((a, b) => a.id - b.id),
  categories: categoriesFor(dishes, categories),
});

/** Puts those dishes on offer that are not, some at once. */
const offer = async (ids: number[], report: Report): Promise<void> => {
  const counts = await readCounts();
  const isOffered = (item: Item | undefined) => item !== undefined && !item.removed;
  const missing = ids.filter((id) => !isOffered(counts.get(id)));
  const left = missing.values();
  let done = 0;
  const work = async () => {
    for (const id of left) {
      await write(offering(id));
      done += 1;
      report('counts', done, missing.length);
    }
  };
  await Promise.all(Array.from({ length: WRITES_AT_ONCE }, work));
};
