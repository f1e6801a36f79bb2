import { afterEach, beforeAll, describe, expect, it, vi } from 'vitest';
import { makeDishes } from '../../bench/dishes.ts';
import { importDishes } from '../../lib/recipes/import.ts';
import { ask, codeOf, cook, openKitchen, register, someone, wait } from '../support/kitchen.ts';
import { countUnits, documented, during } from './units.ts';

openKitchen();
afterEach(() => void vi.useRealTimers());

const DISHES = 1_000;
const FAVOURITES = 20;
const FRESH = 5;

let cookie: string;

beforeAll(async () => {
  await importDishes(makeDishes(DISHES), () => {});
  cookie = await cook();
  countUnits();
});

const search = () => ask('GET /menus/like/土豆/烤箱');
const ranking = () => ask('GET /menus/order');

describe('docs/costs.md says what is consumed by', () => {
  it('a search, by what the container knows', async () => {
    expect(await during(search)).toEqual(documented('a search in a new container'));
    expect(await during(search)).toEqual(documented('a search'));
    wait(FRESH);
    expect(await during(search)).toEqual(documented('a search after 5 seconds'));
  });

  it('a ranking, whose counts may be 5 seconds old', async () => {
    await ranking();

    expect(await during(ranking)).toEqual(documented('a ranking'));
    wait(FRESH);
    expect(await during(ranking)).toEqual(documented('a ranking after 5 seconds'));
  });

  it('sessions', async () => {
    const openid = someone();
    const registering = () => register(openid);
    const loggingIn = async () => ask('POST /userinfos/login', { body: await codeOf(openid) });

    expect(await during(registering)).toEqual(documented('POST /userinfos/register'));
    expect(await during(loggingIn)).toEqual(documented('POST /userinfos/login'));
    expect(await during(() => ask('POST /userinfos/login', { cookie }))).toEqual(
      documented('POST /userinfos/login, logged in already'),
    );
  });

  it.each<[row: string, request: string, dish?: string]>([
    ['GET /menus/{id}', 'GET /menus/2500'],
    ['POST /clicks', 'POST /clicks', '2500'],
    ['POST /praises', 'POST /praises', '2500'],
    ['POST /collections', 'POST /collections', '2500'],
  ])('%s', async (row, request, dish) => {
    let flag: unknown;
    const asked = async () => {
      ({ flag } = await ask(request, { cookie, ...(dish && { body: dish }) }));
    };

    expect(await during(asked)).toEqual(documented(row));
    expect(flag).toBe(true);
  });

  it('favourites', async () => {
    for (let dish = 2000; dish < 2000 + FAVOURITES; dish += 1)
      await ask('POST /collections', { cookie, body: String(dish) });
    await search();

    expect(await during(() => ask('GET /collections', { cookie }))).toEqual(documented('GET /collections'));
  });
});
