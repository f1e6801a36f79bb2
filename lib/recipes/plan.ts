import type { Item } from '../store/store.ts';
import { hasPast } from './counts.ts';
import type { Dish } from './menus.ts';

/** A dish as a file has it. Without an id it is the dish of its name; what else it leaves out stays, or is null of a new one. */
export type DishRow = Omit<Dish, 'id' | 'description' | 'myLink'> & Partial<Dish>;

/** What an import does. `others` are the dishes that it does not name. */
export type Plan = {
  added: Dish[];
  changed: { dish: Dish; fields: string[] }[];
  unchanged: Dish[];
  others: Dish[];
};

/** Rows, by their place, of which nobody can tell which is which of the dishes of one name. */
export type Unclear = { rows: number[]; name: string; ids: number[] };

/** Everything that is known before it. `counts` are those of all dishes that ever were, by id. */
type Known = { dishes: Dish[]; counts: Map<number, Item> };

const FIRST_ID = 2000;
const FIELDS: (keyof Dish)[] = [
  'name',
  'stuff',
  'link',
  'difficulty',
  'tags',
  'methods',
  'tools',
  'description',
  'myLink',
];

/**
 * Finds out which dish every row is, and what that changes. Counts and favourites hang on ids, so an id must not move to
 * another dish: a row that gives none is the dish of its name, one that was removed too, and only else a new one. Of dishes
 * of one name it is the one that is like it in all, or the one that is left; where that is not clear, nothing is guessed.
 * A new dish gets the lowest id that no dish has had: of rows that are all new, 2000, 2001 and so on.
 */
export const planImport = (rows: DishRow[], known: Known): Plan | Unclear[] => {
  const found = identify(rows, known);
  if (Array.isArray(found)) return found;

  const present = new Map(known.dishes.map((dish) => [dish.id, dish]));
  const ids = freeIds(new Set([...rows.flatMap(({ id }) => id ?? []), ...found.values()]), known);
  const dishes = rows.map((row) => {
    const id = row.id ?? found.get(row) ?? (ids.next().value as number);
    return merged(row, id, present.get(id));
  });
  const isHere = new Set(dishes.map(({ id }) => id));
  const compared = dishes.map((dish) => ({ dish, fields: differences(dish, present.get(dish.id)) }));
  return {
    added: dishes.filter(({ id }) => !present.has(id)),
    changed: compared.filter(({ dish, fields }) => present.has(dish.id) && fields.length > 0),
    unchanged: compared.filter(({ fields }) => fields.length === 0).map(({ dish }) => dish),
    others: known.dishes.filter(({ id }) => !isHere.has(id)),
  };
};

/** The ids of the rows that give none and are dishes that we know. */
const identify = (rows: DishRow[], { dishes, counts }: Known): Map<DishRow, number> | Unclear[] => {
  const given = new Set(rows.flatMap(({ id }) => id ?? []));
  const present = Map.groupBy(
    dishes.filter(({ id }) => !given.has(id)),
    ({ name }) => name,
  );
  const past = pastIds(counts, (id) => !given.has(id) && !dishes.some((dish) => dish.id === id));
  const found = new Map<DishRow, number>();
  const unclear: Unclear[] = [];

  const nameless = rows.filter(({ id }) => id === undefined);
  for (const [name, alike] of Map.groupBy(nameless, (row) => row.name)) {
    const candidates = new Set(present.get(name));
    for (const row of alike) {
      const same = [...candidates].find((dish) => differences(merged(row, dish.id, dish), dish).length === 0);
      if (same && candidates.delete(same)) found.set(row, same.id);
    }
    const left = alike.filter((row) => !found.has(row));
    const ids = candidates.size > 0 ? [...candidates].map(({ id }) => id) : (past.get(name) ?? []);
    const [row, id] = [left[0], ids[0]];
    if (left.length === 1 && ids.length === 1 && row && id !== undefined) found.set(row, id);
    else if (left.length > 0 && ids.length > 0)
      unclear.push({ rows: left.map((one) => rows.indexOf(one)), name, ids });
  }
  return unclear.length > 0 ? unclear : found;
};

/** The ids of dishes that were removed, by name. */
const pastIds = (counts: Map<number, Item>, isMeant: (id: number) => boolean): Map<string, number[]> => {
  const ids = [...counts.keys()].filter((id) => counts.get(id)?.name !== undefined && isMeant(id));
  return Map.groupBy(ids, (id) => counts.get(id)?.name as string);
};

/** The ids that no dish has had, in turn. */
function* freeIds(taken: Set<number>, { dishes, counts }: Known): Generator<number, never> {
  const present = new Set(dishes.map(({ id }) => id));
  for (let id = FIRST_ID; ; id += 1)
    if (!taken.has(id) && !present.has(id) && !hasPast(counts.get(id))) yield id;
}

const merged = (row: DishRow, id: number, present?: Dish): Dish => ({
  description: null,
  myLink: null,
  ...present,
  ...row,
  id,
});

const differences = (dish: Dish, before: Dish | undefined): string[] =>
  before ? FIELDS.filter((field) => dish[field] !== before[field]) : FIELDS;
