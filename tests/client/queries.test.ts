import { beforeEach, describe, expect, it } from 'vitest';
import type { Callme, FailMsg } from '../../client/callme.ts';
import { CallmeError } from '../../client/callme.ts';
import { QUERIES } from '../../lib/callme/names.ts';
import type { FailMsg as ServiceFailMsg } from '../../lib/callme/outcome.ts';
import { openCanteen, someone, someTel } from '../support/canteen.ts';
import { PNG } from '../support/pictures.ts';
import { administratorOf, clientOf, openScene, type Scene } from './support/people.ts';
import { openService } from './support/service.ts';

openCanteen();
const service = openService();

let scene: Scene;
let eater: Callme;
beforeEach(async () => {
  scene = await openScene(service);
  eater = clientOf(service, 'eater');
});

const failure = (failMsg: FailMsg, more = {}) =>
  expect.objectContaining({ name: 'CallmeError', failMsg, ...more });
const picture = new Blob([new Uint8Array(PNG)], { type: 'image/png' });

it('has a method for every query', () => {
  const names = QUERIES.map((query) =>
    query.replaceAll(/_(\w)/g, (_, letter: string) => letter.toUpperCase()),
  );

  for (const name of names) expect(eater).toHaveProperty(name, expect.any(Function));
});

it('knows every reason of the service', () => {
  const known = (failMsg: ServiceFailMsg): FailMsg => failMsg;

  expect(known('Taken Error')).toBe('Taken Error');
});

describe('an eater', () => {
  it('finds a stall, notes a number, hears it called and ends it', async () => {
    const { seller, sellerId } = scene;
    const { count, list } = await eater.sellerList();
    expect(list).toHaveLength(count);
    expect(list).toContainEqual({ id: sellerId, name: '麻辣香锅', imageUrl: null });
    await seller.info({ menuList: ['宽粉', '藕片'] });
    expect(await eater.menu(sellerId)).toEqual({
      menuContent: ['宽粉', '藕片'],
      menuItems: [
        { name: '宽粉', soldOut: false },
        { name: '藕片', soldOut: false },
      ],
      sellerName: '麻辣香锅',
      takenFlag: 'fail',
    });

    const { marchSn } = await seller.fetch();
    await eater.push({ sellerId, marchSn, noteContent: '宽粉，微辣' });
    expect(await eater.menu(sellerId)).toMatchObject({ takenFlag: 'success', takenMarchSn: marchSn });
    expect(await eater.hungry({ sellerId, marchSn })).toEqual({ ready: false });
    expect(await eater.queue(sellerId, marchSn)).toMatchObject({ waiting: [marchSn], ahead: 0 });

    await seller.call(marchSn);
    expect(await eater.hungry({ sellerId, marchSn })).toMatchObject({ ready: true });
    await eater.done({ sellerId, marchSn });
    expect(await eater.queue(sellerId)).toMatchObject({ waiting: [], called: [] });
    await expect(eater.hungry({ sellerId, marchSn })).rejects.toEqual(
      failure('Invalid Sn Error', { status: 200 }),
    );
  });

  it('is told which field is wrong', async () => {
    const order = { sellerId: scene.sellerId, marchSn: 1, noteContent: '' };

    await expect(eater.push(order)).rejects.toEqual(
      failure('Invalid Param Error', { status: 400, field: 'noteContent' }),
    );
  });

  it('is refused what is a seller’s', async () => {
    await expect(eater.call(1)).rejects.toEqual(failure('Seller Openid Error'));
  });
});

describe('an order from the menu', () => {
  it('has prices and choices, a total, and what is sold out', async () => {
    const { seller, sellerId } = scene;
    const spice = { name: '辣度', choices: ['不辣', '微辣'], most: 1 };
    await seller.info({
      menuItems: [
        { name: '宽粉', price: 1_250, options: [spice] },
        { name: '藕片', price: 300 },
      ],
    });
    const { marchSn } = await seller.fetch();
    const items = [
      { name: '宽粉', choices: ['微辣'] },
      { name: '藕片', count: 2 },
    ];
    await seller.update({ soldOut: { name: '藕片', value: true } });

    await expect(eater.push({ sellerId, marchSn, items })).rejects.toEqual(failure('Sold Out Error'));
    await seller.update({ soldOut: { name: '藕片', value: false } });
    expect(await eater.push({ sellerId, marchSn, items })).toMatchObject({ total: 1_850 });
    expect((await seller.note(marchSn)).noteContent).toBe('宽粉（微辣）；藕片×2');
  });
});

describe('a ticket of one’s own', () => {
  it('is taken without paper where the stall lets eaters do so, and is the same on every try', async () => {
    const { seller, sellerId } = scene;
    await expect(eater.take(sellerId)).rejects.toEqual(failure('Not Open Error'));
    expect(await seller.settings({ selfService: true, perTenMinutes: 20 })).toMatchObject({
      selfService: true,
      perTenMinutes: 20,
      remindAhead: 3,
    });

    const taken = await eater.take(sellerId);

    expect(taken).toMatchObject({ marchSn: expect.any(Number), ahead: 0, expectedSeconds: null });
    expect(await eater.take(sellerId)).toMatchObject({ ticketId: taken.ticketId });
    expect(await eater.queue(sellerId, taken.marchSn, taken.ticketId)).toMatchObject({ ahead: 0 });
    await expect(eater.queue(sellerId, taken.marchSn, '00000000-0000')).rejects.toEqual(
      failure('Invalid Sn Error'),
    );
  });

  it('asks for the code of the paper where the stall does', async () => {
    const { seller, sellerId } = scene;
    await seller.settings({ proof: 'code' });
    const { marchSn, ticketId, ticketCode } = await seller.fetch();
    const order = { sellerId, marchSn, ticketId, noteContent: '粥' };

    await expect(eater.push(order)).rejects.toEqual(failure('Code Error'));
    await eater.push({ ...order, ...(ticketCode && { ticketCode }) });
    await eater.unnote({ sellerId, marchSn, ticketId });
    expect((await seller.note(marchSn)).noteContent).toBeNull();
  });
});

describe('a seller', () => {
  it('calls whoever waits longest, puts aside who does not come, and takes it back', async () => {
    const { seller, sellerId } = scene;
    const [first, second] = [await seller.fetch(), await seller.fetch()];

    expect(await seller.next({ counter: '2' })).toEqual({
      marchSn: first.marchSn,
      ticketId: first.ticketId,
      noteContent: null,
    });
    expect(await eater.hungry({ sellerId, ...first })).toMatchObject({ ready: true, counter: '2' });
    await seller.miss(first.marchSn);
    expect(await eater.queue(sellerId)).toMatchObject({ waiting: [second.marchSn], missed: [first.marchSn] });
    expect(await seller.undo()).toEqual({ marchSn: first.marchSn, undone: 'miss' });
    expect(await seller.clear({ what: 'called' })).toEqual({ cleared: 1 });
    expect(await seller.undo()).toMatchObject({ undone: 'clear', back: [first.marchSn] });
    await expect(seller.miss(second.marchSn)).rejects.toEqual(failure('Not Ready Yet'));
  });

  it('has the figures of a span of days', async () => {
    const { days, fetched } = await scene.seller.stats({ from: '2020-01-01', to: '2020-01-03' });

    expect({ fetched, days: days.map(({ day }) => day) }).toEqual({
      fetched: 0,
      days: ['2020-01-01', '2020-01-02', '2020-01-03'],
    });
    await expect(scene.seller.stats({ from: '2020-01-03', to: '2020-01-01' })).rejects.toEqual(
      failure('Invalid Span Error'),
    );
  });

  it('works through a day', async () => {
    const { seller, sellerId } = scene;
    const { marchSn } = await seller.fetch();
    const other = await seller.fetch();
    await eater.push({ sellerId, marchSn, noteContent: '藕片' });

    expect(await seller.note(marchSn)).toEqual({
      sellerId,
      orderList: {
        notedList: [{ marchSn, noteContent: '藕片' }],
        unnotedList: [{ marchSn: other.marchSn, noteContent: null }],
      },
      noteContent: '藕片',
    });
    expect(await seller.clear()).toEqual({ cleared: 1 });
    await seller.done({ marchSn });
    expect((await seller.note()).orderList).toEqual({ notedList: [], unnotedList: [] });
    expect(await seller.stats({ day: '2020-01-01' })).toMatchObject({ fetched: 0, averageWaitSeconds: null });
    await expect(seller.call(marchSn)).rejects.toBeInstanceOf(CallmeError);
  });

  it('changes what the stall says of itself, commas and all, and its picture', async () => {
    const { seller } = scene;
    expect(await seller.update({ menuList: ['鱼香肉丝，大份', '粥'] }, picture)).toEqual({
      updateImageSuccess: 'success',
    });

    const { menuList, imageUrl, balanceMon } = await seller.info();
    expect({ menuList, balanceMon }).toEqual({ menuList: ['鱼香肉丝，大份', '粥'], balanceMon: 1 });
    expect(imageUrl).toMatch(`${service.url}/callme/pictures/`);
    expect(await seller.update({ personName: '李师傅' })).toEqual({
      updateImageSuccess: 'fail',
      failMsg: 'No File Uploaded',
    });
    expect(await seller.update({}, new Blob(['text']))).toMatchObject({ failMsg: 'Type Error' });
  });

  it('has a hall display, whose address can be replaced', async () => {
    const { boardUrl } = await scene.seller.board();

    expect((await scene.seller.board()).boardUrl).toBe(boardUrl);
    expect((await scene.seller.board({ renew: true })).boardUrl).not.toBe(boardUrl);
  });

  it('has a mini-program code', async () => {
    expect((await scene.seller.qrcode()).qrcodeImageUrl).toMatch(`${service.url}/callme/pictures/`);
  });
});

describe('a stall', () => {
  it('is enrolled by an administrator, bound by its seller, and renewed', async () => {
    const admin = await administratorOf(service);
    const seller = clientOf(service, 'seller');
    const telNum = someTel();
    await admin.signup({ telNum, term: 2 });
    await expect(seller.info()).rejects.toEqual(failure('Invalid Session Error'));

    await seller.signup({ telNum, sellerName: '粥铺', personName: '赵师傅' });

    expect(await seller.info()).toMatchObject({ sellerName: '粥铺', balanceMon: 2 });
    expect(await admin.renew({ telNum, term: 3 })).toEqual({ balanceMon: 5 });
    const { sellerList } = await admin.admin();
    expect(sellerList.find((stall) => stall.telNum === telNum)).toMatchObject({
      sellerName: '粥铺',
      balanceMon: 5,
    });
  });

  it('is administered by whoever has an invitation', async () => {
    const { invite } = await import('../../lib/callme/admins.ts');
    const somebody = clientOf(service, 'seller', someone());
    await expect(somebody.admin()).rejects.toEqual(failure('Not Admin Error'));

    const { sellerList } = await somebody.admin({ invite: await invite() });

    expect(sellerList.length).toBeGreaterThan(0);
  });
});
