import { Problem } from '../http/problem.ts';
import { keep } from '../store/kept.ts';
import { type Item, read, transact, type Write } from '../store/store.ts';
import { menuKey, sellerKey } from './keys.ts';
import { type Failure, fail } from './outcome.ts';
import { SEEN, type Seller, type SellerInfo, toSeller } from './sellers.ts';

/** Something to choose of a dish, such as how hot: `most` of the choices at most. */
export type Option = { name: string; choices: string[]; most: number };

/** A dish. `price` is in fen. */
export type Dish = {
  name: string;
  price?: number | undefined;
  soldOut?: boolean | undefined;
  options?: Option[] | undefined;
};

/** What of a dish an eater orders. */
export type Ordered = { name: string; count: number; choices: string[] };

/** What a seller may say of the menu: the dishes, their names alone as the source has them, or of one that it is out. */
export type MenuChange = {
  menuItems?: Dish[] | undefined;
  menuList?: string[] | undefined;
  soldOut?: { name: string; value: boolean } | undefined;
};

/** A stall with its menu. */
export type Shop = { seller: Seller; dishes: Dish[] };

/** Characters of an order's note, as of any. */
const LONGEST_NOTE = 200;
const TRIES = 10;

/** The keys of a stall and its menu, in the order that `toShop` takes their items. */
export const shopKeys = (sellerId: number) => [sellerKey(sellerId), menuKey(sellerId)];

/** Reads items as a stall with its menu. */
export const toShop = ([seller, menu]: (Item | undefined)[]): Shop | undefined =>
  seller && { seller: toSeller(seller), dishes: dishesOf(toSeller(seller), menu) };

/** A stall with its menu as it is, or was within the last 2 seconds: for eaters to see, and for no decision. */
export const shopSeen = /* @__PURE__ */ keep(SEEN, async (sellerId) =>
  toShop(await read(shopKeys(Number(sellerId)), { quick: true })),
);

/** Reads a stall's dishes. */
export const readDishes = async (sellerId: number): Promise<Dish[]> =>
  toShop(await read(shopKeys(sellerId)))?.dishes ?? [];

/** The dishes of a menu's item; a stall whose menu nobody has touched for long has names alone. */
const dishesOf = ({ menuList = [] }: Seller, menu: Item | undefined): Dish[] =>
  (menu?.dishes as Dish[] | undefined) ?? menuList.map((name) => ({ name }));

/** The names of the dishes that can be had. */
export const namesOf = (dishes: Dish[]): string[] =>
  dishes.filter(({ soldOut }) => !soldOut).map(({ name }) => name);

/** A menu as clients see it. */
export const shown = (dishes: Dish[]): Dish[] =>
  dishes.map(({ soldOut = false, ...dish }) => ({ ...dish, soldOut }));

/**
 * Changes what is given of a stall's information and menu, all or nothing, and returns the stall. Of two changes of a
 * menu at once both count: each builds on what it saw, and begins again when that has changed.
 */
export const changeShop = async (
  sellerId: number,
  { menuItems, menuList, soldOut, ...info }: SellerInfo & MenuChange,
): Promise<Shop> => {
  const change = { menuItems, menuList, soldOut };
  const isNew = Object.values(info).some((value) => value !== undefined);
  const isOther = Object.values(change).some((value) => value !== undefined);
  for (let attempt = 1; attempt <= TRIES; attempt += 1) {
    const items = await read(shopKeys(sellerId));
    const shop = toShop(items);
    if (!shop) throw new Error('A session names a stall that is gone');
    const dishes = isOther ? changed(shop.dishes, change) : shop.dishes;
    const seller = { ...shop.seller, ...(defined(info) as Partial<Seller>) };
    const writes: Write[] = [
      ...(isNew ? [{ update: sellerKey(sellerId), set: info, when: 'attribute_exists(pk)' }] : []),
      ...(isOther ? [menuWrite(sellerId, dishes, items[1]?.version as number | undefined)] : []),
    ];
    if (writes.length === 0 || (await transact(writes)).every(({ ok }) => ok)) return { seller, dishes };
  }
  throw Object.assign(new Error('Too many changes of a menu at once'), { name: 'ThrottlingException' });
};

/**
 * Writes an order as a note that people can read: `宽粉×2（微辣）；藕片`.
 * @returns with it what it costs, in fen, where every dish has a price; or which dish is sold out
 * @throws Problem when it is more than a note holds, or chooses what there is not to choose
 */
export const noteOf = (
  dishes: Dish[],
  ordered: Ordered[],
): { noteContent: string; total?: number | undefined; soldOut?: Failure | undefined } => {
  const found = ordered.map(({ name }) => dishes.find((dish) => dish.name === name));
  const missing = ordered.find((_, i) => !found[i] || found[i].soldOut);
  for (const [i, { choices }] of ordered.entries()) {
    if (found[i] && !areOffered(choices, found[i].options)) throw new Problem('invalid field', 'items');
  }
  const noteContent = ordered.map(worded).join('；');
  if ([...noteContent].length > LONGEST_NOTE) throw new Problem('invalid field', 'items');
  const prices = ordered.map(({ count }, i) => count * (found[i]?.price ?? Number.NaN));
  const total = prices.reduce((sum, price) => sum + price, 0);
  return {
    noteContent,
    total: Number.isFinite(total) ? total : undefined,
    soldOut: missing && fail('Sold Out Error', { item: missing.name }),
  };
};

const worded = ({ name, count, choices }: Ordered): string =>
  `${name}${count > 1 ? `×${count}` : ''}${choices.length > 0 ? `（${choices.join('，')}）` : ''}`;

/** Whether every choice is one of an option's, once, and no option is chosen from more often than it lets. */
const areOffered = (choices: string[], options: Option[] = []): boolean => {
  const left = new Map(options.map((option) => [option, option.most]));
  return (
    new Set(choices).size === choices.length &&
    choices.every((choice) => {
      const option = options.find((one) => one.choices.includes(choice) && (left.get(one) ?? 0) > 0);
      if (option) left.set(option, (left.get(option) ?? 0) - 1);
      return option !== undefined;
    })
  );
};

const changed = (dishes: Dish[], { menuItems, menuList, soldOut }: MenuChange): Dish[] => {
  const named = menuList?.map((name) => dishes.find((dish) => dish.name === name) ?? { name });
  const menu = menuItems ?? named ?? dishes;
  if (!soldOut) return menu;
  if (!menu.some(({ name }) => name === soldOut.name)) throw new Problem('invalid field', 'soldOut');
  return menu.map((dish) => (dish.name === soldOut.name ? { ...dish, soldOut: soldOut.value } : dish));
};

const menuWrite = (sellerId: number, dishes: Dish[], seen: number | undefined): Write => ({
  update: menuKey(sellerId),
  set: { dishes: dishes.map(defined), version: (seen ?? 0) + 1 },
  when: seen === undefined ? 'attribute_not_exists(pk)' : 'version = :seen',
  ...(seen !== undefined && { values: { ':seen': seen } }),
});

const defined = <T extends object>(value: T): T =>
  Object.fromEntries(Object.entries(value).filter(([, one]) => one !== undefined)) as T;
