import { ABSENT, type Item, PRESENT, queryPartition, read, transact } from '../store/store.ts';
import { catalogueAt, currentCatalogue } from './catalogue.ts';
import { OFFERED } from './counts.ts';
import { countsKey, headKey, markKey, RECIPES_TABLE, userPk } from './keys.ts';
import type { Menu } from './menus.ts';
import { type Done, type Failure, fail } from './outcome.ts';

/** What a user may think of a dish; each is a mark of the user's and a count of the dish's. */
export type Like = 'praise' | 'collection';

/** Where a page of favourites begins: after the dish that was made a favourite then (epoch milliseconds). */
export type Place = { since: number; dish: number };

const COUNT = { praise: 'praises', collection: 'collections' } as const;

/** Praises a dish, or makes it a favourite. Mark and count change together; twice is once. */
export const like = async (kind: Like, openid: string, dish: number): Promise<Done | Failure> => {
  const [, counts] = await transact([
    { put: markKey(openid, kind, dish), item: { dish, since: Date.now() }, when: ABSENT },
    { update: countsKey(dish), add: { [COUNT[kind]]: 1 }, when: OFFERED },
  ]);
  return counts?.ok ? {} : fail('菜品不存在');
};

/** Takes a praise or a favourite back. Twice is once. */
export const unlike = async (kind: Like, openid: string, dish: number): Promise<Done | Failure> => {
  const [, counts] = await transact([
    { delete: markKey(openid, kind, dish), when: PRESENT },
    { update: countsKey(dish), add: { [COUNT[kind]]: -1 }, when: OFFERED },
  ]);
  return counts?.ok ? {} : fail('菜品不存在');
};

/** What a dish's page reads beside the session. */
export const pageKeys = (dish: number) => [headKey, countsKey(dish)];

/** A dish's page (`/menus/{id}`), made of what `pageKeys` names and of the user's own marks: exact at this moment. */
export const readPage = async (
  [head, counts]: (Item | undefined)[],
  openid: string,
  dish: number,
): Promise<Menu | Failure> => {
  const [{ byId }, [praise, collection]] = await Promise.all([
    catalogueAt(head),
    read([markKey(openid, 'praise', dish), markKey(openid, 'collection', dish)]),
  ]);
  const menu = byId.get(dish);
  if (!menu) return fail('菜品不存在');
  return {
    ...menu,
    clickCount: (counts?.clicks ?? 0) as number,
    praiseCount: (counts?.praises ?? 0) as number,
    collectionCount: (counts?.collections ?? 0) as number,
    isPraise: praise !== undefined,
    isCollection: collection !== undefined,
  };
};

/** A user's favourites, newest first: `limit` of those after `after`, and where the next page begins. */
export const listFavourites = async (
  openid: string,
  limit: number,
  after?: Place,
): Promise<{ menus: Menu[]; next: Place | null }> => {
  const [{ byId }, marks] = await Promise.all([
    currentCatalogue(),
    queryPartition(RECIPES_TABLE, userPk(openid), 'collection#'),
  ]);
  const favourites = (marks as Place[])
    .filter((mark) => byId.has(mark.dish) && (!after || isNewer(after, mark) < 0))
    .sort(isNewer);
  const page = favourites.slice(0, limit);
  return {
    menus: page.map(({ dish }) => ({ ...(byId.get(dish) as Menu), isCollection: true })),
    next: favourites.length > limit ? (page.at(-1) ?? null) : null,
  };
};

/** Below 0 when `a` comes first. Of two within a millisecond that with the higher id does. */
const isNewer = (a: Place, b: Place): number => b.since - a.since || b.dish - a.dish;
