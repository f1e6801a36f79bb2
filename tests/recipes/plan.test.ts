import { describe, expect, it } from 'vitest';
import type { Dish } from '../../lib/recipes/menus.ts';
import { type DishRow, type Plan, planImport } from '../../lib/recipes/plan.ts';

const row = (name: string, more: Partial<Dish> = {}): DishRow => ({
  name,
  stuff: '土豆',
  link: '',
  difficulty: '',
  tags: '',
  methods: '',
  tools: '烤箱',
  ...more,
});
const dish = (id: number, name: string, more: Partial<Dish> = {}): Dish => ({
  description: null,
  myLink: null,
  ...row(name, more),
  id,
});
type Counts = Record<number, Record<string, unknown>>;
const plan = (rows: DishRow[], dishes: Dish[] = [], counts: Counts = {}) =>
  planImport(rows, { dishes, counts: new Map(Object.entries(counts).map(([id, one]) => [Number(id), one])) });
/** Which id every dish of a plan has, by its stuff. */
const idsOf = (rows: DishRow[], dishes: Dish[] = [], counts: Counts = {}): Record<string, number> => {
  const { added, changed, unchanged } = plan(rows, dishes, counts) as Plan;
  const all = [...added, ...changed.map((one) => one.dish), ...unchanged];
  return Object.fromEntries(all.map(({ id, name, stuff }) => [stuff === '土豆' ? name : stuff, id]));
};

describe('a row', () => {
  it('without an id is the dish of its name, wherever it stands', () => {
    const dishes = [dish(2000, '甲'), dish(2001, '乙'), dish(2002, '丙')];

    expect(idsOf([row('新'), row('丙'), row('甲'), row('乙')], dishes)).toEqual({
      新: 2003,
      丙: 2002,
      甲: 2000,
      乙: 2001,
    });
  });

  it('with an id is that dish, whatever it is called, and takes it from the name', () => {
    const dishes = [dish(2000, '甲'), dish(2001, '乙')];

    expect(idsOf([row('乙', { id: 2000 }), row('甲'), row('乙'), row('远', { id: 7 })], dishes)).toEqual({
      甲: 2002,
      乙: 2001,
      远: 7,
    });
    expect(idsOf([row('丙', { id: 2000 }), row('甲')], dishes)).toEqual({ 丙: 2000, 甲: 2001 + 1 });
  });

  it('that is new has the next id that is free', () => {
    expect(idsOf([row('甲'), row('乙')])).toEqual({ 甲: 2000, 乙: 2001 });
    const dishes = [dish(2001, '别'), dish(3000, '远')];
    expect(idsOf([row('甲'), row('乙'), row('丙', { id: 2002 })], dishes)).toEqual({
      甲: 2000,
      乙: 2003,
      丙: 2002,
    });
  });

  it('that is new takes no id that anybody clicked, praised or removed, and one of a broken import', () => {
    const counts = {
      2000: { clicks: 1 },
      2001: { clicks: 0, praises: 1 },
      2002: { clicks: 0, removed: true },
      2003: { clicks: 0, clicks0: 0, clicks1: 0, clicks2: 0, praises: 0, collections: 0 },
    };

    expect(idsOf([row('甲')], [], counts)).toEqual({ 甲: 2003 });
  });

  it('of the name of a removed dish is that dish again', () => {
    const counts = { 2000: { clicks: 5, removed: true, name: '甲' }, 2001: { clicks: 2, name: '乙' } };

    expect(idsOf([row('新'), row('乙'), row('甲')], [], counts)).toEqual({ 新: 2002, 乙: 2001, 甲: 2000 });
    expect(idsOf([row('甲')], [dish(2000, '丙')], counts)).toEqual({ 甲: 2002 });
  });
});

describe('of dishes of one name', () => {
  const dishes = [dish(2000, '红烧肉', { stuff: '猪肉' }), dish(2001, '红烧肉', { stuff: '牛肉' })];
  const [pork, beef] = [row('红烧肉', { stuff: '猪肉' }), row('红烧肉', { stuff: '牛肉' })];

  it('new ones have an id each', () => {
    expect(idsOf([beef, pork])).toEqual({ 牛肉: 2000, 猪肉: 2001 });
  });

  it('a row is the one that is like it in all, and else the one that is left', () => {
    expect(idsOf([beef, pork], dishes)).toEqual({ 猪肉: 2000, 牛肉: 2001 });
    expect(idsOf([row('红烧肉', { stuff: '羊肉' }), pork], dishes)).toEqual({ 羊肉: 2001, 猪肉: 2000 });
    expect(idsOf([{ ...beef, id: 2000 }, row('红烧肉', { stuff: '羊肉' })], dishes)).toEqual({
      牛肉: 2000,
      羊肉: 2001,
    });
  });

  it('that are the same in all, each row is one', () => {
    const twins = [dish(2000, '甲'), dish(2001, '甲')];

    expect(plan([row('甲'), row('甲')], twins)).toMatchObject({ added: [], changed: [], others: [] });
  });

  it.each([
    ['one row and two dishes', [row('红烧肉')], dishes, [2000, 2001]],
    ['two rows and one dish', [row('红烧肉'), row('红烧肉', { tags: '辣' })], dishes.slice(0, 1), [2000]],
    [
      'two that both changed',
      [row('红烧肉', { tags: '甜' }), row('红烧肉', { tags: '辣' })],
      dishes,
      [2000, 2001],
    ],
  ])('nobody guesses: %s', (_, rows, present, ids) => {
    expect(plan([row('甲'), ...rows], present)).toEqual([
      { rows: rows.map((_, i) => i + 1), name: '红烧肉', ids },
    ]);
  });

  it('an id says which', () => {
    const rows = [row('红烧肉', { tags: '甜', id: 2001 }), row('红烧肉', { tags: '辣', id: 2000 })];

    expect(plan(rows, dishes)).toMatchObject({ changed: [{ dish: { id: 2001 } }, { dish: { id: 2000 } }] });
  });
});

describe('a plan', () => {
  it('tells what is new, what changes in what, and what is not named', () => {
    const dishes = [dish(2000, '甲', { description: '做法' }), dish(2001, '乙'), dish(2002, '丙')];
    const rows = [row('甲'), row('乙', { tags: '辣', description: '做法' }), row('新')];

    expect(plan(rows, dishes)).toEqual({
      added: [dish(2003, '新')],
      changed: [
        { dish: dish(2001, '乙', { tags: '辣', description: '做法' }), fields: ['tags', 'description'] },
      ],
      unchanged: [dishes[0]],
      others: [dishes[2]],
    });
  });
});
