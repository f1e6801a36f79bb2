import { readOne } from '../store/store.ts';
import { undisturbed } from '../store/undisturbed.ts';
import { publish, readContent } from './catalogue.ts';
import { withdrawal } from './counts.ts';
import { headKey } from './keys.ts';
import type { Dish } from './menus.ts';

/** DynamoDB's transactions hold 100 writes: these, and those of the catalogue. */
const AT_ONCE = 80;

/**
 * Takes dishes from the catalogue, those of `ids` that there are. Their counts and who liked them are kept, should they
 * come back. Each 80 of them go together.
 * @returns the dishes
 */
export const removeDishes = async (ids: number[]): Promise<Dish[]> => {
  const removed: Dish[] = [];
  for (let i = 0; i < ids.length; i += AT_ONCE)
    removed.push(...(await removeTogether(new Set(ids.slice(i, i + AT_ONCE)))));
  return removed;
};

const removeTogether = (ids: Set<number>): Promise<Dish[]> =>
  undisturbed(async () => {
    const head = await readOne(headKey);
    const { dishes, categories } = await readContent(head);
    const { true: gone = [], false: rest = [] } = Object.groupBy(dishes, ({ id }) => `${ids.has(id)}`);
    if (gone.length === 0) return [];
    return (await publish(head, { dishes: rest, categories }, gone.map(withdrawal))) ? gone : undefined;
  });
