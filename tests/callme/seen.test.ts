import { afterEach, beforeAll, expect, it, vi } from 'vitest';
import { ask, eater, openCanteen, openStall } from '../support/canteen.ts';

// As it is where nobody says otherwise.
delete process.env.STALLS_SEEN_MS;

openCanteen();
let guest: string;
beforeAll(async () => {
  guest = await eater();
});
afterEach(() => void vi.useRealTimers());

const later = (ms: number) => vi.setSystemTime(Date.now() + ms);
const dishes = async (sellerId: number) => (await ask('menu', { sessionKey: guest, sellerId })).menuContent;
const names = async () => {
  const { list } = await ask('seller_list', { sessionKey: guest });
  return (list as { name: string }[]).map(({ name }) => name);
};

it('eaters see a stall that changed two seconds late at most, and its seller at once', async () => {
  const { sessionKey, sellerId } = await openStall();
  vi.useFakeTimers({ toFake: ['Date'] });
  later(3_000);
  await ask('info', { sessionKey, sellerName: '面馆', menuList: ['拉面'] });
  expect([await dishes(sellerId), await names()]).toEqual([['拉面'], ['面馆']]);

  const changed = await ask('info', { sessionKey, sellerName: '粉店', menuList: ['米粉'] });
  expect(changed).toMatchObject({ sellerName: '粉店', menuList: ['米粉'] });
  later(1_900);
  expect([await dishes(sellerId), await names()]).toEqual([['拉面'], ['面馆']]);
  later(101);
  expect([await dishes(sellerId), await names()]).toEqual([['米粉'], ['粉店']]);
});

it('a stall that nobody knows is looked for each time', async () => {
  const { sellerId } = await openStall();
  expect(await ask('menu', { sessionKey: guest, sellerId: sellerId + 1 })).toMatchObject({
    failMsg: 'Illegal Seller Error',
  });

  const next = await openStall();
  expect(next.sellerId).toBe(sellerId + 1);
  expect(await ask('menu', { sessionKey: guest, sellerId: next.sellerId })).toMatchObject({
    menuSuccess: 'success',
  });
});
