import { expect, it } from 'vitest';
import { ask, eater, openCanteen, openStall } from '../support/canteen.ts';

openCanteen();

it('walks through a queue', async () => {
  const stall = await openStall();
  const e = await eater();
  console.log(stall, await ask('fetch', { sessionKey: stall.sessionKey, requestId: 'r1' }), await ask('fetch', { sessionKey: stall.sessionKey, requestId: 'r1' }), await ask('fetch', { sessionKey: stall.sessionKey }));
  console.log(await ask('push', { sessionKey: e, sellerId: stall.sellerId, marchSn: '1', noteContent: 'x' }));
  console.log(await ask('menu', { sessionKey: e, sellerId: stall.sellerId }));
  console.log(await ask('hungry', { sessionKey: e, sellerId: stall.sellerId, marchSn: 1 }));
  console.log(await ask('call', { sessionKey: stall.sessionKey, marchSn: 1 }));
  console.log(await ask('hungry', { sessionKey: e, sellerId: stall.sellerId, marchSn: 1 }));
  console.log(JSON.stringify(await ask('note', { sessionKey: stall.sessionKey })));
  console.log(await ask('clear', { sessionKey: stall.sessionKey }));
  console.log(await ask('done', { sessionKey: e, sellerId: stall.sellerId, marchSn: 1 }));
  console.log(await ask('qrcode', { sessionKey: stall.sessionKey }));
  console.log(await ask('update', { sessionKey: stall.sessionKey, menuList: 'a, b' }));
  console.log(await ask('info', { sessionKey: stall.sessionKey }));
  console.log(await ask('seller_list', { sessionKey: e }));
  console.log(await ask('logout', { sessionKey: e }), await ask('seller_list', { sessionKey: e }));
  expect(1).toBe(1);
});
