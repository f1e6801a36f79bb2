import { randomBytes } from 'node:crypto';
import { gunzipSync } from 'node:zlib';
import { afterAll, expect, it, vi } from 'vitest';
import { publish } from '../../lib/recipes/catalogue.ts';
import { importDishes, listDishes } from '../../lib/recipes/import.ts';
import { headKey, pieceKey } from '../../lib/recipes/keys.ts';
import type { DishRow } from '../../lib/recipes/plan.ts';
import { removeDishes } from '../../lib/recipes/removal.ts';
import { read, readOne } from '../../lib/store/store.ts';
import { DEMO_DISHES } from '../../local/demo-examples.ts';
import { apiEvent } from '../support/api.ts';
import { ask, cook, idsOf, openKitchen, wait } from '../support/kitchen.ts';

openKitchen();
// The clock only goes on: what is kept was looked at in its present.
afterAll(() => void vi.useRealTimers());

const quietly = () => {};
const change = (id: number, name = `菜${id}`): DishRow & { id: number } => ({
  id,
  name,
  stuff: '土豆、肉',
  link: '',
  difficulty: '简单',
  tags: '',
  methods: '炒',
  tools: '烤箱',
});
const pieces = async (head: Record<string, unknown> | undefined) => {
  const keys = Array.from({ length: head?.pieces as number }, (_, i) => pieceKey(head?.version as string, i));
  return read(keys);
};

it('adds and changes dishes, and keeps counts, description, myLink and the others', async () => {
  const cookie = await cook();
  const page = async (id: number) => (await ask(`GET /menus/${id}`, { cookie })).data;

  const imported = await importDishes([change(2046, '新烤箱烧烤'), change(3000)], quietly);

  expect(imported).toMatchObject({
    added: [{ id: 3000 }],
    changed: [{ dish: { id: 2046, name: '新烤箱烧烤' }, fields: expect.arrayContaining(['name', 'stuff']) }],
    unchanged: [],
    others: { length: 6 },
  });
  expect(await page(2046)).toMatchObject({
    name: '新烤箱烧烤',
    clickCount: 37,
    praiseCount: 2,
    description: DEMO_DISHES.find(({ id }) => id === 2046)?.description,
    myLink: 'http://123.60.210.186:8080/resources/videos/menus/2046.mp4',
  });
  expect(await page(3000)).toMatchObject({ clickCount: 0, description: null, myLink: null });
  expect(await ask('POST /clicks', { cookie, body: '3000' })).toMatchObject({ flag: true });
  expect(await page(2001)).toMatchObject({ name: '电饭煲版烧鸡', clickCount: 31 });
});

it('changes description and myLink where they are given', async () => {
  await importDishes([{ ...change(2001), description: '做法', myLink: 'videos/2001.mp4' }], quietly);
  await importDishes([{ ...change(2001), description: null }], quietly);

  expect((await listDishes()).find(({ id }) => id === 2001)).toMatchObject({
    description: null,
    myLink: 'videos/2001.mp4',
  });
});

it('lets one of two at once win, and leaves nothing of the other', async () => {
  const [a, b] = await Promise.all([
    importDishes([change(4000, '甲'), change(4001, '甲')], quietly),
    importDishes([change(4000, '乙'), change(4001, '乙')], quietly),
  ]);
  const names = (await listDishes()).filter(({ id }) => id >= 4000).map(({ name }) => name);

  expect([a, b].filter(Boolean)).toHaveLength(1);
  expect(names).toEqual(a ? ['甲', '甲'] : ['乙', '乙']);
});

it('lets readers finish the old catalogue for an hour, and keeps the new one', async () => {
  const before = await readOne(headKey);
  await importDishes([change(2000)], quietly);
  const after = await readOne(headKey);

  expect(after?.version).not.toBe(before?.version);
  expect(await pieces(before)).not.toContain(undefined);
  wait(3_601);
  expect(await pieces(before)).toContain(undefined);
  expect(await pieces(after)).not.toContain(undefined);
  expect(await idsOf('GET /menus')).toContain(2000);
});

it('takes a dish away with all but its counts, and brings it back', async () => {
  wait(60);
  const cookie = await cook();
  await ask('POST /collections', { cookie, body: '2093' });
  await ask('POST /clicks', { cookie, body: '2093' });
  expect(await removeDishes([2093])).toMatchObject([{ id: 2093, name: '土豆杂蔬烘蛋' }]);
  expect(await removeDishes([2093])).toEqual([]);
  wait(5);

  expect(await idsOf('GET /menus')).not.toContain(2093);
  expect(await idsOf('GET /menus/order')).not.toContain(2093);
  for (const request of ['GET /menus/2093', 'POST /clicks', 'POST /praises', 'DELETE /collections']) {
    expect(await ask(request, { cookie, body: '2093' })).toMatchObject({ message: '菜品不存在' });
  }
  expect((await ask('GET /collections', { cookie })).data).toEqual({ menus: [], next: null });

  const { id, ...row } = change(2093, '土豆杂蔬烘蛋');
  await importDishes([row], quietly);
  expect((await ask('GET /menus/2093', { cookie })).data).toMatchObject({
    clickCount: 1,
    collectionCount: 1,
    isCollection: true,
  });
});

it('removes a dish, also when an import is at it at once', async () => {
  await importDishes([change(5000)], quietly);
  const [removed, imported] = await Promise.all([
    removeDishes([5000]),
    importDishes([change(5001)], quietly),
  ]);
  const ids = (await listDishes()).map(({ id }) => id);

  expect(removed).toMatchObject([{ id: 5000 }]);
  expect([ids.includes(5000), ids.includes(5001)]).toEqual([false, imported !== undefined]);
});

it('removes hundreds of dishes, 80 at a time, and says so of those that there were', async () => {
  const many = Array.from({ length: 170 }, (_, i) => change(8000 + i));
  await importDishes(many, quietly);
  const before = await listDishes();
  const others = before.filter(({ id }) => id < 8000 || id >= 8170);

  const imported = await importDishes(others, quietly, { remove: true });
  expect(imported).toMatchObject({ added: [], changed: [], others: { length: 170 } });
  expect(await listDishes()).toEqual(others);
  const cookie = await cook();
  expect(await ask('POST /clicks', { cookie, body: '8169' })).toMatchObject({ message: '菜品不存在' });
});

it('would do and does the same', async () => {
  const rows = [change(2046, '新烤箱烧烤'), change(2100, '新菜')];
  const before = await readOne(headKey);

  const planned = await importDishes(rows, quietly, { dryRun: true, remove: true });
  expect(await readOne(headKey)).toEqual(before);
  const { id, ...nameless } = change(0, '再新菜');
  expect(await importDishes([nameless], quietly, { dryRun: true })).toMatchObject({ added: [{ id: 2002 }] });
  expect(await importDishes(rows, quietly, { remove: true })).toEqual(planned);
  expect((await listDishes()).map(({ id }) => id)).toEqual([2046, 2100]);
});

it('changes nothing where nothing changes', async () => {
  const dishes = await listDishes();
  const before = await readOne(headKey);

  expect(await importDishes(dishes, quietly)).toMatchObject({ added: [], changed: [], others: [] });
  expect(await readOne(headKey)).toEqual(before);
});

it('gives no id of an import that broke to nobody, and none that was clicked to another dish', async () => {
  const { countClick, offering } = await import('../../lib/recipes/counts.ts');
  const { write } = await import('../../lib/store/store.ts');
  await Promise.all([2500, 2501].map((id) => write(offering(id))));
  await countClick(2501, 1);
  const nameless = Array.from({ length: 510 }, (_, i) => {
    const { id, ...row } = change(0, `无号${i}`);
    return row;
  });

  const imported = await importDishes(nameless, quietly, { dryRun: true });
  const ids = (imported as { added: { id: number }[] }).added.map(({ id }) => id);
  expect([ids.includes(2500), ids.includes(2501), new Set(ids).size]).toEqual([true, false, 510]);
});

it('refuses more than can be kept, and changes nothing', async () => {
  const before = await readOne(headKey);
  const huge = { ...change(6000), description: randomBytes(5_000_000).toString('base64') };

  for (const dryRun of [false, true])
    await expect(importDishes([huge], quietly, { dryRun })).rejects.toThrow(RangeError);
  expect(await readOne(headKey)).toEqual(before);
});

it('tells how far it is, and writes the counts of a dish that has some no more', async () => {
  const many = Array.from({ length: 300 }, (_, i) => change(7000 + i));
  const stepsOf = async () => {
    const steps: string[] = [];
    await importDishes(many, (step, done, total) => void steps.push(`${step} ${done}/${total}`));
    return steps;
  };

  const counted = Array.from({ length: 300 }, (_, i) => `counts ${i + 1}/300`);
  expect(await stepsOf()).toEqual([...counted, 'catalogue 0/1', 'catalogue 1/1']);
  expect(await stepsOf()).toEqual([]);
});

it('carries 10,000 dishes: list, search and ranking', async () => {
  const dishes = Array.from({ length: 10_000 }, (_, i) => ({
    ...change(10_000 + i),
    stuff: i % 100 === 0 ? '土豆、鲍鱼' : '土豆',
    link: `https://www.bilibili.com/video/BV${randomBytes(5).toString('hex')}`,
    description: '切丁,煮熟,拌匀'.repeat(8),
    myLink: null,
  }));
  expect(await publish(await readOne(headKey), { dishes, categories: [] })).toBe(true);
  wait(5);

  const { handler } = await import('../../functions/recipes/menus.ts');
  const event = apiEvent({ method: 'GET', headers: { 'accept-encoding': 'gzip' } });
  const { body = '', headers } = await handler(event, { awsRequestId: 'r' });
  const { data } = JSON.parse(gunzipSync(Buffer.from(body, 'base64')).toString());

  expect((await readOne(headKey))?.pieces).toBeGreaterThan(0);
  expect(headers).toMatchObject({ 'content-encoding': 'gzip' });
  expect(body.length).toBeLessThan(2_000_000);
  expect(data.map(({ id }: { id: number }) => id)).toEqual(dishes.map(({ id }) => id));
  const abalone = `GET /menus/like/${encodeURIComponent('鲍鱼')}/${encodeURIComponent('烤箱')}`;
  expect(await idsOf(abalone)).toHaveLength(100);
  expect(await idsOf('GET /menus/order')).toHaveLength(10_000);
});
