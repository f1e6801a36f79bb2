import { describe, expect, it } from 'vitest';
import { categoriesFor } from '../../lib/recipes/categories.ts';
import type { Dish } from '../../lib/recipes/menus.ts';
import { DEMO_CATEGORIES } from '../../local/demo-examples.ts';

const dish = (stuff: string, tools = ''): Dish => ({
  id: 1,
  name: '菜',
  stuff,
  link: '',
  difficulty: '',
  tags: '',
  methods: '',
  tools,
  description: null,
  myLink: null,
});
const classifyOf = (name: string) =>
  categoriesFor([dish(name)], []).find((one) => one.name === name)?.classify;

describe('categories', () => {
  it('are those of the source’s examples, with their ids, before there is any dish', () => {
    expect(categoriesFor([], []).map(({ id, name, classify }) => ({ id, name, classify }))).toEqual(
      DEMO_CATEGORIES.map(({ id, name, classify }) => ({ id, name, classify })),
    );
    expect(categoriesFor([], [])[0]?.image).toBe('pictures/categories/2.png');
  });

  it('have every name in the dishes once, by classify, then id', () => {
    const found = categoriesFor([dish('虾仁、米饭，土豆', '烤箱'), dish('土豆,青椒', '石锅、烤箱')], []);

    expect(found.map(({ id, name, classify }) => [id, name, classify])).toEqual([
      [1, '土豆', 1],
      [2, '胡萝卜', 1],
      [36, '青椒', 1],
      [17, '香肠', 2],
      [34, '虾仁', 2],
      [26, '面包', 3],
      [35, '米饭', 3],
      [29, '烤箱', 4],
      [33, '一口大锅', 4],
      [37, '石锅', 4],
    ]);
  });

  it('keep their ids and images when others come', () => {
    const before = categoriesFor([dish('青椒、虾仁')], DEMO_CATEGORIES);
    const after = categoriesFor([dish('木耳、虾仁、青椒')], before);

    expect(after.filter(({ name }) => name !== '木耳')).toEqual(before);
    expect(after.find(({ name }) => name === '木耳')).toMatchObject({ id: 36, classify: 1 });
  });

  it.each([
    [1, ['青椒', '木耳', '玉米', '豆腐', '牛油果', '丝瓜']],
    [2, ['肉', '虾仁', '牛腩', '排骨', '鸡蛋', '鱼', '骨头', '腊肠']],
    [3, ['米饭', '方便面', '年糕', '糯米', '馒头', '粉丝']],
  ])('are of the class %i: %j', (classify, names) => {
    expect(names.map(classifyOf)).toEqual(names.map(() => classify));
  });
});
