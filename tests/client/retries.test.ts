import { beforeEach, describe, expect, it } from 'vitest';
import type { Callme } from '../../client/callme.ts';
import { openCanteen, someTel } from '../support/canteen.ts';
import { administratorOf, clientOf, openScene, type Scene } from './support/people.ts';
import { type Fault, openService } from './support/service.ts';

openCanteen();
const service = openService();

let scene: Scene;
let eater: Callme;
beforeEach(async () => {
  scene = await openScene(service);
  eater = clientOf(service, 'eater');
  service.arrived.length = 0;
});

const times = (query: string) => service.arrived.filter((name) => name === query).length;
/** A client that does not wait long for an answer, where none comes. */
const meeting = (fault: Fault) =>
  fault === 'hangs' ? clientOf(service, 'eater', undefined, { timeoutMs: 1_500 }) : eater;
const busy = { status: 503, body: '{"queryErr":"Service Busy"}' };
const throttled = { status: 429, body: '{"message":"Too Many Requests"}' };

describe('a query that may be repeated', () => {
  it.each<Fault>([
    'lost',
    'answer lost',
    'hangs',
    busy,
    throttled,
    { status: 502, body: '<html>Bad Gateway</html>' },
    { status: 500, body: '{"queryErr":"Server Error","requestId":"r-1"}' },
  ])('is repeated when it meets %j', async (fault) => {
    const client = meeting(fault);
    await client.menu(scene.sellerId);
    service.arrived.length = 0;
    service.fault('menu', fault, fault);

    expect(await client.menu(scene.sellerId)).toMatchObject({ sellerName: '麻辣香锅' });
    expect(times('menu')).toBe(3);
  });

  it.each<[Fault, object]>([
    ['lost', { failMsg: 'Network Error', status: 0 }],
    ['hangs', { failMsg: 'Network Error', status: 0 }],
    [busy, { failMsg: 'Service Busy', status: 503 }],
    [
      { status: 500, body: '{"queryErr":"Server Error","requestId":"r-1"}' },
      { requestId: 'r-1', status: 500 },
    ],
    [
      { status: 504, body: '' },
      { failMsg: 'Bad Answer', status: 504 },
    ],
  ])('fails after three times of %j', async (fault, error) => {
    service.weather = (query) => (query === 'menu' ? fault : undefined);

    await expect(meeting(fault).menu(scene.sellerId)).rejects.toMatchObject(error);
    expect(times('menu')).toBe(3);
  });

  it.each<Fault>([
    { status: 200, body: '<html>log in to the Wi-Fi</html>' },
    { status: 404, body: '{"message":"Not Found"}' },
    { status: 200, body: 'null' },
  ])('is not repeated after %j', async (fault) => {
    service.fault('menu', fault);

    await expect(eater.menu(scene.sellerId)).rejects.toMatchObject({ failMsg: 'Bad Answer' });
    expect(times('menu')).toBe(1);
  });
});

describe('what has happened although its answer was lost', () => {
  it('happens once: a fetched number', async () => {
    const { seller } = scene;
    service.fault('fetch', 'answer lost', 'answer lost');

    expect(await seller.fetch()).toMatchObject({ marchSn: 1 });
    expect((await seller.note()).orderList.unnotedList).toHaveLength(1);
    expect(await seller.fetch()).toMatchObject({ marchSn: 2 });
  });

  it('happens once: a fetched number with a request id of the app’s own', async () => {
    const first = await scene.seller.fetch({ requestId: 'order-7' });

    expect(await scene.seller.fetch({ requestId: 'order-7' })).toEqual(first);
  });

  it('happens once: an order, and its end', async () => {
    const { seller, sellerId } = scene;
    const { marchSn } = await seller.fetch();
    service.fault('push', 'answer lost');
    service.fault('done', 'answer lost');

    await eater.push({ sellerId, marchSn, noteContent: '宽粉' });
    await eater.done({ sellerId, marchSn });

    expect((await seller.note()).orderList.notedList).toEqual([]);
  });

  it('is called again: better twice than never', async () => {
    const { marchSn } = await scene.seller.fetch();
    service.fault('call', 'answer lost');
    await scene.seller.call(marchSn);

    expect(times('call')).toBe(2);
  });

  it('happens once: months, and a seller’s stall', async () => {
    const admin = await administratorOf(service);
    const seller = clientOf(service, 'seller');
    const telNum = someTel();
    service.fault('renew', 'answer lost');
    service.fault('signup', 'answer lost');

    expect(await admin.renew({ telNum, term: 1 })).toEqual({ balanceMon: 1 });
    await seller.signup({ telNum, sellerName: '饼店', personName: '周师傅' });
    expect(await seller.info()).toMatchObject({ sellerName: '饼店', balanceMon: 1 });
    expect(await admin.renew({ telNum, term: 1 })).toEqual({ balanceMon: 2 });
  });
});

it('a query is repeated when the gateway refused it unseen, or the session had ended', async () => {
  const admin = await administratorOf(service);
  service.fault('renew', throttled, { status: 200, body: '{"queryErr":"Session Time Out"}' });

  expect(await admin.renew({ telNum: someTel(), term: 1 })).toEqual({ balanceMon: 1 });
});
