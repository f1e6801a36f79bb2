import fc from 'fast-check';
import { beforeEach, describe, expect, it } from 'vitest';
import { menuKey } from '../../lib/callme/keys.ts';
import { noteOf } from '../../lib/callme/menu.ts';
import { ask, eater, openCanteen, openStall, type StallFixture, send } from '../support/canteen.ts';
import { openSockets, TestSocket } from '../support/sockets.ts';
import { deliver, recordOfItem } from '../support/stream.ts';

openCanteen();
openSockets();

const SPICE = { name: '辣度', choices: ['不辣', '微辣', '特辣'], most: 1 };
const EXTRAS = { name: '加料', choices: ['香菜', '花生', '醋'], most: 2 };
const NOODLES = { name: '宽粉', price: 1_250, options: [SPICE, EXTRAS] };
const LOTUS = { name: '藕片', price: 300 };
const RICE = { name: '米饭' };

let stall: StallFixture;
let guest: string;
beforeEach(async () => {
  stall = await openStall();
  guest = await eater();
  await ask('info', { sessionKey: stall.sessionKey, menuItems: [NOODLES, LOTUS, RICE] });
});

const seller = (query: 'info' | 'update', fields: object) =>
  ask(query, { sessionKey: stall.sessionKey, ...fields });
const menu = () => ask('menu', { sessionKey: guest, sellerId: stall.sellerId });
const fetched = async () => (await ask('fetch', { sessionKey: stall.sessionKey })).marchSn as number;
const order = async (items: object[], marchSn?: number) => ({
  sessionKey: guest,
  sellerId: stall.sellerId,
  marchSn: marchSn ?? (await fetched()),
  items,
});
const noteNow = async (marchSn: number) =>
  (await ask('note', { sessionKey: stall.sessionKey, marchSn })).noteContent;

describe('a menu', () => {
  it('has prices, what is sold out and what there is to choose; a client of the source sees names', async () => {
    expect(await menu()).toMatchObject({
      menuContent: ['宽粉', '藕片', '米饭'],
      menuItems: [
        { ...NOODLES, soldOut: false },
        { ...LOTUS, soldOut: false },
        { name: '米饭', soldOut: false },
      ],
    });
    expect(await seller('info', {})).toMatchObject({
      menuList: ['宽粉', '藕片', '米饭'],
      menuItems: [{ name: '宽粉' }, { name: '藕片' }, { name: '米饭' }],
    });
  });

  it('loses a dish that is sold out with one small request, and has it back with another', async () => {
    await seller('update', { soldOut: { name: '藕片', value: true } });
    expect(await menu()).toMatchObject({
      menuContent: ['宽粉', '米饭'],
      menuItems: [{}, { name: '藕片', price: 300, soldOut: true }, {}],
    });
    expect(await seller('info', {})).toMatchObject({ menuList: ['宽粉', '藕片', '米饭'] });

    await seller('info', { soldOut: { name: '藕片', value: false } });
    expect(await menu()).toMatchObject({ menuContent: ['宽粉', '藕片', '米饭'] });
  });

  it('keeps what it knows of the dishes whose names stay, when a client of the source writes names', async () => {
    await seller('info', { soldOut: { name: '藕片', value: true } });
    await seller('info', { menuList: ['藕片', '凉皮', '宽粉'] });

    expect((await menu()).menuItems).toEqual([
      { ...LOTUS, soldOut: true },
      { name: '凉皮', soldOut: false },
      { ...NOODLES, soldOut: false },
    ]);
  });

  it('takes ten changes at once, each of them', async () => {
    const dishes = Array.from({ length: 10 }, (_, i) => ({ name: `菜${i}` }));
    await seller('info', { menuItems: dishes });
    await Promise.all(dishes.map(({ name }) => seller('update', { soldOut: { name, value: true } })));

    expect(await menu()).toMatchObject({ menuContent: [] });
  });

  it.each([
    ['two dishes of one name', { menuItems: [RICE, RICE] }, 'menuItems'],
    ['a price that is none', { menuItems: [{ name: '粥', price: -1 }] }, 'menuItems'],
    ['half a fen', { menuItems: [{ name: '粥', price: 0.5 }] }, 'menuItems'],
    [
      'a choice without choices',
      { menuItems: [{ name: '粥', options: [{ name: '糖', choices: [] }] }] },
      'menuItems',
    ],
    ['101 dishes', { menuItems: Array.from({ length: 101 }, (_, i) => ({ name: `${i}` })) }, 'menuItems'],
    [
      'more than an item should hold',
      {
        menuItems: Array.from({ length: 100 }, (_, i) => ({
          name: `${i}`,
          options: [{ name: '字', choices: Array.from({ length: 20 }, (_, n) => `${n}`.padStart(20, '字')) }],
        })),
      },
      'menuItems',
    ],
    ['a dish that is not there', { soldOut: { name: '没有', value: true } }, 'soldOut'],
  ])('refuses %s, and stays as it is', async (_, change, field) => {
    expect(await send('info', { sessionKey: stall.sessionKey, sellerName: '改名', ...change })).toMatchObject(
      {
        status: 400,
        body: { infoSuccess: 'fail', failMsg: 'Invalid Param Error', field },
      },
    );
    expect(await seller('info', {})).toMatchObject({
      sellerName: '麻辣香锅',
      menuList: ['宽粉', '藕片', '米饭'],
    });
  });
});

describe('an order from the menu', () => {
  it('is a note that people can read, with its total', async () => {
    const fields = await order([
      { name: '宽粉', count: 2, choices: ['微辣', '香菜', '醋'] },
      { name: '藕片' },
    ]);

    expect(await ask('push', fields)).toMatchObject({ pushSuccess: 'success', total: 2_800 });
    expect(await noteNow(fields.marchSn)).toBe('宽粉×2（微辣，香菜，醋）；藕片');
    expect(await ask('push', fields)).toMatchObject({ pushSuccess: 'success', total: 2_800 });
  });

  it('has no total when a dish has no price', async () => {
    const answer = await ask('push', await order([{ name: '宽粉' }, { name: '米饭', count: 3 }]));

    expect(answer).toMatchObject({ pushSuccess: 'success' });
    expect(answer).not.toHaveProperty('total');
  });

  it('names the dish that is sold out or not there, and leaves the number alone', async () => {
    await seller('update', { soldOut: { name: '藕片', value: true } });
    const marchSn = await fetched();
    for (const item of ['藕片', '没有']) {
      expect(await ask('push', await order([{ name: '宽粉' }, { name: item }], marchSn))).toEqual({
        pushSuccess: 'fail',
        failMsg: 'Sold Out Error',
        item,
      });
    }
    expect(await noteNow(marchSn)).toBeNull();
  });

  it('stays ordered when its push comes again after the last one was sold', async () => {
    const fields = await order([{ name: '藕片', count: 1 }]);
    await ask('push', fields);
    await seller('update', { soldOut: { name: '藕片', value: true } });

    expect(await ask('push', fields)).toMatchObject({ pushSuccess: 'success', total: 300 });
  });

  it.each([
    ['nothing', []],
    ['none of a dish', [{ name: '宽粉', count: 0 }]],
    ['what there is not to choose', [{ name: '藕片', choices: ['微辣'] }]],
    ['more choices than the dish lets', [{ name: '宽粉', choices: ['微辣', '特辣'] }]],
    ['a choice twice', [{ name: '宽粉', choices: ['香菜', '香菜'] }]],
    [
      'more than a note holds',
      Array.from({ length: 20 }, () => ({ name: '宽粉', count: 99, choices: ['微辣', '香菜'] })),
    ],
  ])('is refused for %s', async (_, items) => {
    expect(await send('push', await order(items))).toMatchObject({
      status: 400,
      body: { failMsg: 'Invalid Param Error', field: 'items' },
    });
  });

  it('comes instead of a note, not beside one, and one of the two must be there', async () => {
    const fields = await order([{ name: '宽粉' }]);

    for (const wrong of [
      { ...fields, noteContent: '宽粉' },
      { ...fields, items: undefined },
    ]) {
      expect(await ask('push', wrong)).toMatchObject({
        failMsg: 'Invalid Param Error',
        field: 'noteContent',
      });
    }
  });

  it('can be had of a stall whose menu is older than prices', async () => {
    const { write } = await import('../../lib/store/store.ts');
    const { sellerKey } = await import('../../lib/callme/keys.ts');
    await write({ delete: menuKey(stall.sellerId) });
    await write({ update: sellerKey(stall.sellerId), set: { menuList: ['粥'] } });

    expect(await menu()).toMatchObject({ menuContent: ['粥'], menuItems: [{ name: '粥', soldOut: false }] });
    expect(await ask('push', await order([{ name: '粥' }]))).toMatchObject({ pushSuccess: 'success' });
  });
});

it('the total is the sum of prices times counts, whatever is ordered', () => {
  const dish = fc.record({ price: fc.nat(1_000_000), count: fc.integer({ min: 1, max: 99 }) });
  fc.assert(
    fc.property(fc.array(dish, { minLength: 1, maxLength: 8 }), (dishes) => {
      const offered = dishes.map(({ price }, i) => ({ name: `菜${i}`, price }));
      const ordered = dishes.map(({ count }, i) => ({ name: `菜${i}`, count, choices: [] }));
      const sum = dishes.reduce((total, { price, count }) => total + price * count, 0);

      expect(noteOf(offered, ordered)).toMatchObject({ total: sum, soldOut: undefined });
    }),
  );
});

describe('whoever watches', () => {
  it('anything of a stall hears at once what is sold out there, and nothing of other stalls', async () => {
    const marchSn = await fetched();
    const { sellerId } = stall;
    const [here, elsewhere] = [
      await new TestSocket().open({ sessionKey: guest }),
      await new TestSocket().open({ sessionKey: guest }),
    ];
    const other = await openStall();
    const otherSn = (await ask('fetch', { sessionKey: other.sessionKey })).marchSn;
    await here.say({ query: 'watch', sellerId, marchSn });
    await elsewhere.say({ query: 'watch', sellerId: other.sellerId, marchSn: otherSn });

    await deliver(
      await recordOfItem(menuKey(sellerId), () =>
        seller('update', { soldOut: { name: '宽粉', value: true } }),
      ),
    );

    expect(here.received()).toContainEqual({ push: 'menu', sellerId, soldOut: ['宽粉'] });
    expect(elsewhere.received()).not.toContainEqual(expect.objectContaining({ push: 'menu' }));
  });
});
