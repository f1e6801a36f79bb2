import { beforeAll, describe, expect, it } from 'vitest';
import type { QueryName } from '../../lib/callme/names.ts';
import {
  administrator,
  ask,
  eater,
  logIn,
  openCanteen,
  openStall,
  type StallFixture,
  someone,
  someTel,
} from '../support/canteen.ts';
import { changesOf, recordOf } from '../support/stream.ts';

openCanteen();

type Request = [query: QueryName, fields: Record<string, unknown>];
/** What a request leaves behind, looked at by its sender. */
type Scene = { request: Request; look: () => Promise<unknown> };

let admin: string;
let stall: StallFixture;
let eaterKey: string;

beforeAll(async () => {
  [admin, stall, eaterKey] = [await administrator(), await openStall(), await eater()];
});

const asSeller = () => ({ sessionKey: stall.sessionKey });
const orders = async () => (await ask('note', asSeller())).orderList;
const fetchOne = async () => (await ask('fetch', asSeller())).marchSn as number;
const noted = async () => {
  const order = { sellerId: stall.sellerId, marchSn: await fetchOne() };
  await ask('push', { sessionKey: eaterKey, ...order, noteContent: '面' });
  return order;
};
const balance = async (telNum: string) => {
  const sellerList = (await ask('admin', { sessionKey: admin })).sellerList as { telNum: string }[];
  return sellerList.find((seller) => seller.telNum === telNum);
};
const names = { sellerName: '兰州拉面', personName: '马师傅' };

/** What changes something. Not `login`, whose code is good once, and not `call`, which means another call each time. */
const CHANGES: Record<string, () => Promise<Scene>> = {
  'fetch with a requestId': async () => ({
    request: ['fetch', { ...asSeller(), requestId: someone() }],
    look: orders,
  }),
  push: async () => ({
    request: [
      'push',
      { sessionKey: eaterKey, sellerId: stall.sellerId, marchSn: await fetchOne(), noteContent: '粉' },
    ],
    look: orders,
  }),
  'done of an eater': async () => ({
    request: ['done', { sessionKey: eaterKey, ...(await noted()) }],
    look: orders,
  }),
  'done of a seller': async () => ({
    request: ['done', { ...asSeller(), marchSn: (await noted()).marchSn, isseller: 'yes' }],
    look: orders,
  }),
  'signup of a stall': async () => {
    const tellNum = someTel();
    return { request: ['signup', { sessionKey: admin, tellNum, term: 2 }], look: () => balance(tellNum) };
  },
  'signup of a seller': async () => {
    const telNum = someTel();
    await ask('signup', { sessionKey: admin, tellNum: telNum });
    const sessionKey = await logIn('yes', someone());
    return { request: ['signup', { sessionKey, telNum, ...names }], look: () => ask('info', { sessionKey }) };
  },
  info: async () => ({
    request: ['info', { ...asSeller(), menuList: ['面', '粉'] }],
    look: () => ask('info', asSeller()),
  }),
  'renew with a requestId': async () => {
    const { telNum } = await openStall();
    const request: Request = ['renew', { sessionKey: admin, telNum, term: 2, requestId: someone() }];
    return { request, look: () => balance(telNum) };
  },
  'renew of a new number with a requestId': async () => {
    const telNum = someTel();
    const request: Request = ['renew', { sessionKey: admin, telNum, term: 2, requestId: someone() }];
    return { request, look: () => balance(telNum) };
  },
  'admin with an invitation': async () => {
    const { invite } = await import('../../lib/callme/admins.ts');
    const sessionKey = await logIn('yes', someone());
    const look = async () => (await ask('admin', { sessionKey })).adminSuccess;
    return { request: ['admin', { sessionKey, invite: await invite() }], look };
  },
};

const succeeded = ([query]: Request) => ({ [`${query}Success`]: 'success' });

describe.each(Object.entries(CHANGES))('%s', (_, prepare) => {
  it('changes once what is asked again, because the answer was lost', async () => {
    const { request, look } = await prepare();
    expect(await ask(...request)).toMatchObject(succeeded(request));
    const after = await look();

    expect(await ask(...request)).toMatchObject(succeeded(request));
    expect(await look()).toEqual(after);
  });

  it('changes once what is asked twice at once', async () => {
    const { request, look } = await prepare();
    const answers = await Promise.all([ask(...request), ask(...request)]);

    for (const answer of answers) expect(answer).toMatchObject(succeeded(request));
    const after = await look();
    expect(await ask(...request)).toMatchObject(succeeded(request));
    expect(await look()).toEqual(after);
  });
});

it('a renewal without a requestId, and one with another, count each time', async () => {
  const { telNum } = await openStall();
  const renew = (more = {}) => ask('renew', { sessionKey: admin, telNum, term: 1, ...more });

  expect(await renew()).toMatchObject({ balanceMon: 2 });
  expect(await renew()).toMatchObject({ balanceMon: 3 });
  expect(await renew({ requestId: 'one' })).toMatchObject({ balanceMon: 4 });
  expect(await renew({ requestId: 'two' })).toMatchObject({ balanceMon: 5 });
  expect(await renew({ requestId: 'one' })).toMatchObject({ balanceMon: 5 });
});

it('a seller who signs up with other names, or from another session, is told and let in', async () => {
  const { telNum, openid } = await openStall();
  const sessionKey = await logIn('yes', openid);
  const same = { sellerName: '麻辣香锅', personName: '王师傅' };

  expect(await ask('signup', { sessionKey, telNum, ...names })).toEqual({
    signupSuccess: 'fail',
    failMsg: 'Taken Error',
  });
  expect(await ask('signup', { sessionKey, telNum, ...same })).toEqual({ signupSuccess: 'success' });
});

it('a note that is pushed again may ask for the message that the first did not', async () => {
  const order = await noted();
  const again = (more: object) => ask('push', { sessionKey: eaterKey, ...order, noteContent: '面', ...more });

  const [change] = changesOf(await recordOf(order, () => again({ subscribe: true })));
  expect(change?.after).toMatchObject({ subscribe: true, noteContent: '面' });
  const [none] = changesOf(await recordOf(order, () => again({})));
  expect(none?.after).toMatchObject({ subscribe: true });
});
