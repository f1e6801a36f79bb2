import { afterEach, describe, expect, it, vi } from 'vitest';
import { documents } from '../../lib/store/dynamodb.ts';
import { ask, cook, openKitchen, send, wait } from '../support/kitchen.ts';

openKitchen();
afterEach(() => {
  vi.useRealTimers();
  documents.middlewareStack.remove('fault');
});

const times = <T>(count: number, make: (i: number) => Promise<T>): Promise<T[]> =>
  Promise.all(Array.from({ length: count }, (_, i) => make(i)));
const said = (message: string, flag = true) => ({ flag, data: null, sessionId: null, message, login: true });
const page = async (dish: number, cookie: string) =>
  (await ask(`GET /menus/${dish}`, { cookie })).data as Record<string, unknown>;

describe('POST /clicks', () => {
  it('counts 1,000 clicks at once as 1,000, by gender, too', async () => {
    const [man, woman] = [await cook({ gender: 1 }), await cook({ gender: 2 })];

    const answers = await times(1_000, (i) =>
      ask('POST /clicks', { cookie: i % 4 === 0 ? man : woman, body: '2073' }),
    );

    expect(answers).toEqual(Array(1_000).fill(said('点击量加一成功')));
    expect(await page(2073, man)).toMatchObject({ clickCount: 1_000 });
    const clicksOf = async (gender: number) => {
      const { data } = (await ask(`GET /menus/order/${gender}`)) as { data: Record<string, unknown>[] };
      return data.find(({ id }) => id === 2073)?.clickCount;
    };
    expect([await clicksOf(0), await clicksOf(1), await clicksOf(2)]).toEqual([undefined, 250, 750]);
  });

  it.each(['2093', '"2093"', ' 2093\n'])('takes the id as %j', async (body) => {
    expect(await ask('POST /clicks', { cookie: await cook(), body })).toEqual(said('点击量加一成功'));
  });
});

describe.each([
  'POST /clicks',
  'POST /praises',
  'DELETE /praises',
  'POST /collections',
  'DELETE /collections',
])('%s', (request) => {
  it('answers 菜品不存在 to an id that no dish has', async () => {
    expect(await send(request, { cookie: await cook(), body: '1999' })).toMatchObject({
      status: 200,
      body: said('菜品不存在', false),
    });
  });

  it.each(['{"id":2046}', '[2046]', 'null', '"2046'])('cannot read the body %j', async (body) => {
    expect(await send(request, { cookie: await cook(), body })).toMatchObject({
      status: 400,
      body: { flag: false, message: '请求内容无法解析' },
    });
  });

  it.each(['', 'x', '0', '-1', '2046.5', '99999999999', '""'])('answers 400 to the id %j', async (body) => {
    expect(await send(request, { cookie: await cook(), body })).toMatchObject({
      status: 400,
      body: { flag: false, message: '参数 id 缺失或不合法' },
    });
  });
});

describe.each([
  ['/praises', '点赞成功', '取消点赞成功', 'praiseCount', 'isPraise'],
  ['/collections', '收藏成功', '取消收藏成功', 'collectionCount', 'isCollection'],
])('POST and DELETE %s', (path, done, undone, count, mark) => {
  it(`answer ${done} and ${undone}, twice as once`, async () => {
    const cookie = await cook();
    const before = Number((await page(2001, cookie))[count]);

    for (let i = 0; i < 2; i += 1) {
      expect(await ask(`POST ${path}`, { cookie, body: '2001' })).toEqual(said(done));
      expect(await page(2001, cookie)).toMatchObject({ [count]: before + 1, [mark]: true });
    }
    for (let i = 0; i < 2; i += 1) {
      expect(await ask(`DELETE ${path}`, { cookie, body: '2001' })).toEqual(said(undone));
      expect(await page(2001, cookie)).toMatchObject({ [count]: before, [mark]: false });
    }
  });

  it('count one user’s many at once as one', async () => {
    const cookie = await cook();
    const answers = await times(8, () => ask(`POST ${path}`, { cookie, body: '2011' }));

    expect(answers).toEqual(Array(8).fill(said(done)));
    expect(await page(2011, cookie)).toMatchObject({ [count]: 1, [mark]: true });
    expect(await times(8, () => ask(`DELETE ${path}`, { cookie, body: '2011' }))).toEqual(
      Array(8).fill(said(undone)),
    );
    expect(await page(2011, cookie)).toMatchObject({ [count]: 0, [mark]: false });
  });

  it('count many users at once exactly', async () => {
    const cooks = await times(30, () => cook());

    const answers = await Promise.all(cooks.map((cookie) => ask(`POST ${path}`, { cookie, body: '2060' })));

    expect(answers).toEqual(Array(30).fill(said(done)));
    expect(await page(2060, cooks[0] as string)).toMatchObject({ [count]: 30 });
  });

  it('may be sent again when the answer was lost', async () => {
    const cookie = await cook();
    const before = Number((await page(2000, cookie))[count]);
    vi.spyOn(console, 'error').mockImplementation(() => {});
    documents.middlewareStack.add(
      (next, { commandName }) =>
        async (args) => {
          const result = await next(args);
          if (commandName === 'TransactWriteItemsCommand') throw new Error('the container is gone');
          return result;
        },
      { step: 'initialize', name: 'fault' },
    );
    expect(await send(`POST ${path}`, { cookie, body: '2000' })).toMatchObject({ status: 500 });
    documents.middlewareStack.remove('fault');

    expect(await ask(`POST ${path}`, { cookie, body: '2000' })).toEqual(said(done));
    expect(await page(2000, cookie)).toMatchObject({ [count]: before + 1, [mark]: true });
  });
});

describe('GET /collections', () => {
  type Page = { menus: Record<string, unknown>[]; next: string | null };
  const read = async (cookie: string, query = ''): Promise<Page> =>
    (await ask(`GET /collections${query}`, { cookie })).data as Page;
  const idsOf = ({ menus }: Page) => menus.map(({ id }) => id);
  const collector = async (...dishes: number[]): Promise<string> => {
    const cookie = await cook();
    for (const dish of dishes) {
      wait(1);
      await ask('POST /collections', { cookie, body: String(dish) });
    }
    return cookie;
  };

  it('answers 查询成功 with the favourites, newest first', async () => {
    const cookie = await collector(2060, 2000, 2093);

    const answer = await ask('GET /collections', { cookie });

    expect(answer).toEqual({
      flag: true,
      data: {
        menus: [2093, 2000, 2060].map((id) =>
          expect.objectContaining({ id, clickCount: null, isPraise: null, isCollection: true }),
        ),
        next: null,
      },
      sessionId: null,
      message: '查询成功',
      login: true,
    });
  });

  it('comes page by page, and steady while favourites come and go', async () => {
    const cookie = await collector(2000, 2001, 2011, 2046, 2060);

    const first = await read(cookie, '?limit=2');
    expect(idsOf(first)).toEqual([2060, 2046]);
    await ask('POST /collections', { cookie, body: '2093' });
    await ask('DELETE /collections', { cookie, body: '2046' });
    const second = await read(cookie, `?limit=2&next=${first.next}`);
    expect(idsOf(second)).toEqual([2011, 2001]);
    const third = await read(cookie, `?limit=2&next=${second.next}`);

    expect([idsOf(third), third.next]).toEqual([[2000], null]);
    expect(idsOf(await read(cookie))).toEqual([2093, 2060, 2011, 2001, 2000]);
  });

  it('keeps two of the same millisecond apart', async () => {
    vi.useFakeTimers({ toFake: ['Date'] });
    const cookie = await cook();
    for (const dish of [2001, 2000, 2011]) await ask('POST /collections', { cookie, body: String(dish) });

    const pages = [];
    for (let next: string | null = ''; next !== null; ) {
      const one: Page = await read(cookie, `?limit=1${next && `&next=${next}`}`);
      pages.push(...idsOf(one));
      next = one.next;
    }
    expect(pages).toEqual([2011, 2001, 2000]);
  });

  it('is empty for who has none', async () => {
    expect(await read(await cook())).toEqual({ menus: [], next: null });
  });

  it.each([
    ['limit', '?limit=0'],
    ['limit', '?limit=101'],
    ['limit', '?limit=x'],
    ['next', '?next='],
    ['next', '?next=nonsense'],
    ['next', '?next=MTIz'],
    ['next', `?next=${'A'.repeat(65)}`],
  ])('names the field %s of %s', async (field, query) => {
    expect(await send(`GET /collections${query}`, { cookie: await cook() })).toMatchObject({
      status: 400,
      body: { flag: false, message: `参数 ${field} 缺失或不合法` },
    });
  });
});
