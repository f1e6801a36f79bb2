import { sha256 } from '../lib/hash.ts';
import type { Dish } from '../lib/recipes/menus.ts';

const words = (text: string): string[] => text.split(' ');

const TASTES = words(
  '麻辣 香辣 酸辣 糖醋 红烧 清炖 蒜蓉 葱香 黑椒 孜然 咖喱 鱼香 宫保 酱香 蜜汁 豉汁 椒盐 番茄味 家常 五香',
);
const MAINS = words(
  '土豆 胡萝卜 花菜 白萝卜 西葫芦 番茄 芹菜 黄瓜 洋葱 莴笋 菌菇 茄子 豆腐 包菜 白菜 午餐肉 香肠 腊肠 鸡肉 猪肉 鸡蛋 虾 牛肉 骨头 木耳',
);
const WAYS = words(
  '煲 汤 焖饭 炒饭 拌面 炒面 盖饭 火锅 烧烤 蒸菜 小炒 煎饼 焗饭 卷饼 沙拉 粥 砂锅 丸子 干锅 便当',
);
const STAPLES = words('米 面食 面包 方便面');
const TOOLS = words('一口大锅 空气炸锅 微波炉 烤箱 电饭煲');

/** The first dish's id; a catalogue's ids follow one another. */
export const FIRST_DISH = 2000;

/** A catalogue of so many dishes, 10,000 at most: every name once, texts as long as in the source's list of recipes. */
export const makeDishes = (count: number): Dish[] => Array.from({ length: count }, (_, i) => makeDish(i));

const makeDish = (i: number): Dish => {
  const main = pick(MAINS, i / TASTES.length);
  const way = pick(WAYS, i / TASTES.length / MAINS.length);
  // What cannot be told from the number, and is the same in every run.
  const chance = [...Buffer.from(sha256(String(i)), 'hex')] as [number, number, number, number];
  const sides = [pick(MAINS, chance[0]), pick(STAPLES, chance[1]), pick(MAINS, chance[2])];
  return {
    id: FIRST_DISH + i,
    name: `${pick(TASTES, i)}${main}${way}`,
    stuff: [...new Set([main, ...sides.slice(0, chance[3] % 4)])].join('、'),
    link: `https://www.bilibili.com/video/BV1${video(i)}`,
    difficulty: chance[1] % 2 === 0 ? '简单' : '',
    tags: pick(TASTES, chance[2]),
    methods: way,
    // Most need a pan and no more.
    tools: pick(TOOLS, Math.max(0, (chance[0] % 16) - 11)),
    description: null,
    myLink: null,
  };
};

const video = (i: number): string =>
  Buffer.from(sha256(`video ${i}`), 'hex')
    .toString('base64url')
    .slice(0, 9);

const pick = (names: string[], at: number): string => names[Math.floor(at) % names.length] as string;
