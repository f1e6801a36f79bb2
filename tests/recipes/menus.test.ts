import { afterAll, afterEach, describe, expect, it, vi } from 'vitest';
import { namesIn, prepare, search } from '../../lib/recipes/menus.ts';
import { documents } from '../../lib/store/dynamodb.ts';
import { DEMO_DISHES } from '../../local/demo-examples.ts';
import { ask, cook, idsOf, openKitchen, send, wait } from '../support/kitchen.ts';

openKitchen();
// The clock only goes on: what is kept was looked at in its present.
afterAll(() => void vi.useRealTimers());
afterEach(() => {
  vi.unstubAllEnvs();
  documents.middlewareStack.remove('spy');
});

const like = (stuff: string, tools: string) =>
  `GET /menus/like/${encodeURIComponent(stuff)}/${encodeURIComponent(tools)}`;
/** The commands that DynamoDB is sent while something happens. */
const commandsOf = async (act: () => Promise<unknown>): Promise<(string | undefined)[]> => {
  const commands: (string | undefined)[] = [];
  documents.middlewareStack.add(
    (next, { commandName }) =>
      (args) => {
        commands.push(commandName);
        return next(args);
      },
    { step: 'initialize', name: 'spy' },
  );
  await act();
  documents.middlewareStack.remove('spy');
  return commands;
};

describe('GET /menus', () => {
  it('answers 操作成功 with all dishes, by id', async () => {
    expect(await ask('GET /menus')).toMatchObject({ flag: true, message: '操作成功', login: false });
    expect(await idsOf('GET /menus')).toEqual([2000, 2001, 2011, 2046, 2060, 2073, 2093]);
  });
});

describe('GET /menus/like/{stuff}/{tools}', () => {
  it.each([
    ['胡萝卜', '烤箱', [2046, 2060, 2093]],
    ['胡萝卜,腊肠', '烤箱', [2046, 2060, 2073, 2093]],
    ['胡萝卜，腊肠', '烤箱', [2046, 2060, 2073, 2093]],
    ['胡萝卜、腊肠', '烤箱', [2046, 2060, 2073, 2093]],
    ['腊肠', '烤箱,电饭煲', [2000, 2073]],
    ['土豆', '空气炸锅', [2093]],
    [' 土豆 ,, ', ' 空气炸锅', [2093]],
    ['萝卜', '烤箱', []],
    ['胡萝卜丝', '烤箱', []],
    ['烤箱', '胡萝卜', []],
    ['constructor', '烤箱', []],
  ])('finds by any of %s and any of %s', async (stuff, tools, ids) => {
    expect(await idsOf(like(stuff, tools))).toEqual(ids);
  });

  it('answers 操作成功 with an empty list where nothing is found', async () => {
    expect(await ask(like('龙肉', '烤箱'))).toEqual({
      flag: true,
      data: [],
      sessionId: null,
      message: '操作成功',
      login: false,
    });
  });

  it('finds by names that somebody on the way has taken for Latin-1', async () => {
    const { handler } = await import('../../functions/recipes/menus_like.ts');
    const { apiEvent, invoke } = await import('../support/api.ts');
    const latin1 = (text: string) => Buffer.from(text).toString('latin1');
    const pathParameters = { stuff: latin1('腊肠'), tools: latin1('烤箱') };

    const { body } = await invoke(handler, apiEvent({ method: 'GET', pathParameters }));

    expect(body).toMatchObject({ data: [{ id: 2073 }] });
  });
});

describe('GET /menus/like?stuff=&tools=', () => {
  it.each([
    ['?stuff=腊肠&tools=烤箱', [2073]],
    ['?stuff=&tools=烤箱', [2046, 2060, 2073, 2093]],
    ['?tools=烤箱', [2046, 2060, 2073, 2093]],
    ['?stuff=腊肠&tools=', [2000, 2073]],
    ['?stuff=,&tools=、', [2000, 2001, 2011, 2046, 2060, 2073, 2093]],
    ['', [2000, 2001, 2011, 2046, 2060, 2073, 2093]],
  ])('finds by what is not empty: %s', async (query, ids) => {
    expect(await idsOf(`GET /menus/like${query}`)).toEqual(ids);
  });
});

describe('search', () => {
  it('takes a name as it stands: a % in it is a letter like others', () => {
    const [dish] = DEMO_DISHES;
    const named = [{ ...dish, id: 1, stuff: '100%牛肉、a%2Cb' }] as typeof DEMO_DISHES;
    const catalogue = prepare({ dishes: named, categories: [] });

    expect(search(catalogue, namesIn('100%牛肉'), [])).toHaveLength(1);
    expect(search(catalogue, namesIn('a%2Cb'), [])).toHaveLength(1);
    expect(search(catalogue, namesIn('a,b'), [])).toHaveLength(0);
  });
});

describe('pictures and videos', () => {
  const prepared = (path: string | null) => {
    const dish = { ...DEMO_DISHES[0], myLink: path } as (typeof DEMO_DISHES)[0];
    const { menus, categories } = prepare({
      dishes: [dish],
      categories: [{ id: 1, name: '土豆', classify: 1, image: path }],
    });
    expect(menus[0]?.myLink).toBe(categories[0]?.image);
    return menus[0]?.myLink;
  };

  it('are under the deployment’s media; whole addresses stay', () => {
    vi.stubEnv('MEDIA_URL', 'https://cdn.example.com/media/');
    expect(prepared('videos/menus/1.mp4')).toBe('https://cdn.example.com/media/videos/menus/1.mp4');
    expect(prepared('/videos/menus/1.mp4')).toBe('https://cdn.example.com/media/videos/menus/1.mp4');
    expect(prepared('HTTPS://example.com/1.mp4')).toBe('HTTPS://example.com/1.mp4');
    expect(prepared(null)).toBeNull();
  });

  it('are null where the deployment has no media', () => {
    vi.stubEnv('MEDIA_URL', '');
    expect(prepared('videos/menus/1.mp4')).toBeNull();
    expect(prepared('http://example.com/1.mp4')).toBe('http://example.com/1.mp4');
  });
});

describe('GET /menus/order', () => {
  it('answers 查询成功 with all dishes by clicks, then by id, those without any at the end', async () => {
    const { data, message } = (await ask('GET /menus/order')) as {
      data: { id: number; clickCount: number }[];
      message: string;
    };

    expect(message).toBe('查询成功');
    expect(data.map(({ id, clickCount }) => [id, clickCount])).toEqual([
      [2046, 37],
      [2001, 31],
      [2000, 6],
      [2011, 1],
      [2060, 0],
      [2073, 0],
      [2093, 0],
    ]);
  });
});

describe('GET /menus/order/{gender}', () => {
  it('counts the clicks of a gender, and lists only dishes that have any', async () => {
    expect(await idsOf('GET /menus/order/0')).toEqual([2046, 2001]);
    expect(await idsOf('GET /menus/order/1')).toEqual([2046, 2001]);
    expect(await idsOf('GET /menus/order/2')).toEqual([2000, 2011]);
  });

  it.each(['3', '-1', 'x', '1.0', ' ', '%00'])('answers 400 to the gender "%s"', async (gender) => {
    expect(await send(`GET /menus/order/${encodeURIComponent(gender)}`)).toMatchObject({
      status: 400,
      body: { flag: false, message: '参数 gender 缺失或不合法' },
    });
  });
});

describe('GET /menus/{id}', () => {
  it('answers 菜品不存在 to an id that no dish has', async () => {
    expect(await send('GET /menus/1999', { cookie: await cook() })).toMatchObject({
      status: 200,
      raw: '{"flag":false,"data":null,"sessionId":null,"message":"菜品不存在","login":true}',
    });
  });

  it.each(['0', '-1', 'x', '2046x', '1e3', '99999999999'])('answers 400 to the id "%s"', async (id) => {
    expect(await send(`GET /menus/${id}`, { cookie: await cook() })).toMatchObject({
      status: 400,
      body: { flag: false, message: '参数 id 缺失或不合法' },
    });
  });

  it('reads session, head and counts in one request, and the marks in another', async () => {
    const cookie = await cook();
    await ask('GET /menus/2046', { cookie });

    expect(await commandsOf(() => ask('GET /menus/2046', { cookie }))).toEqual([
      'BatchGetItemCommand',
      'BatchGetItemCommand',
    ]);
  });
});

describe('freshness', () => {
  it('a list looks at the head at most every 5 seconds, and reads the pieces when they are new', async () => {
    const menus = () => ask('GET /menus');
    wait(0);
    await menus();
    expect(await commandsOf(menus)).toEqual([]);
    wait(5);
    expect(await commandsOf(menus)).toEqual(['BatchGetItemCommand']);
    expect(await commandsOf(menus)).toEqual([]);

    const { importDishes } = await import('../../lib/recipes/import.ts');
    const [first] = DEMO_DISHES;
    await importDishes([{ ...(first as NonNullable<typeof first>), name: '新名' }], () => {});
    expect(JSON.stringify(await menus())).not.toContain('新名');
    wait(5);
    const commands = await commandsOf(async () => expect(JSON.stringify(await menus())).toContain('新名'));
    expect(commands).toEqual(['BatchGetItemCommand', 'BatchGetItemCommand']);
  });

  it('a dish’s own page is exact, a ranking 5 seconds old at most', async () => {
    const cookie = await cook({ gender: 1 });
    const clicks = async (request: string) => {
      const { data } = (await ask(request, { cookie })) as { data: { id: number; clickCount: number }[] };
      return [data].flat().find(({ id }) => id === 2060)?.clickCount;
    };
    expect(await clicks('GET /menus/order')).toBe(0);
    await ask('POST /clicks', { cookie, body: '2060' });

    expect(await clicks('GET /menus/2060')).toBe(1);
    expect(await clicks('GET /menus/order')).toBe(0);
    wait(5);
    expect(await clicks('GET /menus/order')).toBe(1);
    expect(await clicks('GET /menus/order/1')).toBe(1);
  });

  it('what could not be read is read again by the next request', async () => {
    wait(5);
    documents.middlewareStack.add(
      () => () => Promise.reject(Object.assign(new Error('down'), { name: 'ThrottlingException' })),
      { step: 'initialize', name: 'spy' },
    );
    vi.spyOn(console, 'error').mockImplementation(() => {});
    for (const request of ['GET /menus', 'GET /menus/order', 'GET /categories']) {
      expect(await send(request)).toMatchObject({ status: 503, body: { message: '服务繁忙，请稍后再试' } });
    }
    documents.middlewareStack.remove('spy');
    vi.restoreAllMocks();

    expect(await idsOf('GET /menus')).toHaveLength(7);
    expect(await idsOf('GET /menus/order')).toHaveLength(7);
  });
});
