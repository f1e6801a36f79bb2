import { type Category, type Dish, namesIn } from './menus.ts';

/** What a category is: the numbers of the source's `classify`. */
const VEGETABLE = 1;
const MEAT = 2;
const STAPLE = 3;
const TOOL = 4;

/** The names that have an id of their own, from 1 on, by `classify`: the ids of the source's examples come of it. */
const KNOWN: [classify: number, names: string][] = [
  [
    VEGETABLE,
    '土豆、胡萝卜、花菜、白萝卜、西葫芦、番茄、芹菜、黄瓜、洋葱、莴笋、菌菇、茄子、豆腐、包菜、白菜',
  ],
  [MEAT, '午餐肉、香肠、腊肠、鸡肉、猪肉、鸡蛋、虾、牛肉、骨头'],
  [STAPLE, '面食、面包、米、方便面'],
  [TOOL, '烤箱、空气炸锅、微波炉、电饭煲、一口大锅'],
];

/** How any other ingredient is told; what is neither counts as a vegetable. */
const MEATS = /[肉肠鱼虾蟹贝鸡鸭鹅猪蛋]|牛(?!油果|奶|蒡)|羊|排骨|骨头|培根|火腿/;
const STAPLES = /[面饭粉粥饼糕]|馒头|饺子|馄饨|年糕|(?<!玉)米/;

/** The categories of the source's examples: every catalogue has them. */
const EXAMPLES = ['胡萝卜', '香肠', '面包', '一口大锅'];

const KNOWN_NAMES = KNOWN.flatMap(([classify, names]) => namesIn(names).map((name) => ({ name, classify })));

/**
 * The categories for these dishes: those that there are, which keep their ids, the source's examples, and one for every
 * other name in `stuff` and `tools`. By `classify`, then id.
 */
export const categoriesFor = (dishes: Dish[], present: Category[]): Category[] => {
  const categories = new Map(present.map((category) => [category.name, category]));
  let last = Math.max(KNOWN_NAMES.length, ...present.map(({ id }) => id));
  const admit = (name: string, classify: number) => {
    if (categories.has(name)) return;
    const known = KNOWN_NAMES.findIndex((one) => one.name === name);
    if (known === -1) last += 1;
    const id = known === -1 ? last : known + 1;
    const image = `pictures/categories/${id}.png`;
    categories.set(name, { id, name, classify: KNOWN_NAMES[known]?.classify ?? classify, image });
  };
  for (const name of [...EXAMPLES, ...dishes.flatMap(({ stuff }) => namesIn(stuff))])
    admit(name, classifyStuff(name));
  for (const name of dishes.flatMap(({ tools }) => namesIn(tools))) admit(name, TOOL);
  return [...categories.values()].sort((a, b) => a.classify - b.classify || a.id - b.id);
};

const classifyStuff = (name: string): number => {
  if (MEATS.test(name)) return MEAT;
  return STAPLES.test(name) ? STAPLE : VEGETABLE;
};
