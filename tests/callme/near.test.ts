import { beforeAll, beforeEach, expect, it, vi } from 'vitest';
import { putApp } from '../../lib/wechat/apps.ts';
import {
  ask,
  control,
  EATERS,
  logIn,
  openCanteen,
  openStall,
  type StallFixture,
  someone,
} from '../support/canteen.ts';
import { deliverMessages, recordOf } from '../support/stream.ts';

openCanteen();

const nearTemplate = {
  id: 'near-template',
  values: { thing1: '{sellerName}', number2: '{ahead}', number3: '{marchSn}' },
};
let stall: StallFixture;
let openids: string[];

beforeAll(() => putApp({ ...EATERS, nearTemplate }));
/** Eight numbers wait, of which each has an eater who asked to be told. */
beforeEach(async () => {
  vi.spyOn(console, 'warn').mockImplementation(() => undefined);
  stall = await openStall();
  openids = [];
  for (let marchSn = 1; marchSn <= 8; marchSn += 1) {
    await ask('fetch', { sessionKey: stall.sessionKey });
    openids.push(someone());
    const push = { sellerId: stall.sellerId, marchSn, noteContent: '面', subscribe: true };
    await ask('push', { sessionKey: await logIn('no', openids.at(-1) as string), ...push });
  }
  await control().clearMessages();
});

const asSeller = (query: Parameters<typeof ask>[0], fields: Record<string, unknown> = {}) =>
  ask(query, { sessionKey: stall.sessionKey, ...fields });
const of = (marchSn: number, act: () => Promise<unknown>) =>
  recordOf({ sellerId: stall.sellerId, marchSn }, act);
const call = (marchSn: number) => of(marchSn, () => asSeller('call', { marchSn }));
/** Whom WeChat was asked to tell what, by their number. */
const told = async () =>
  ((await control().messages()) as unknown as { touser: string; data: { number2: { value: string } } }[])
    .map(({ touser, data }) => [openids.indexOf(touser) + 1, Number(data.number2.value)])
    .toSorted(([a = 0], [b = 0]) => a - b);

it('nearly your turn: goes to those with no more than three before them, once, and to nobody before', async () => {
  const first = await call(1);
  await deliverMessages(first);
  expect(await told()).toEqual([
    [2, 0],
    [3, 1],
    [4, 2],
    [5, 3],
  ]);
  await deliverMessages(first);
  await deliverMessages(await call(2));

  expect(await told()).toEqual([
    [2, 0],
    [3, 1],
    [4, 2],
    [5, 3],
    [6, 3],
  ]);
  expect(await asSeller('stats')).toMatchObject({ messagesSent: 5, messagesRefused: 0 });
});

it('nearly your turn: is told once also when several are called at once, and an end moves the queue too', async () => {
  await asSeller('settings', { remindAhead: 1 });
  const records = [await call(1), await call(2), await call(3)];
  records.push(await of(4, () => asSeller('done', { isseller: 'yes', marchSn: 4 })));
  await Promise.all([deliverMessages(...records), deliverMessages(...records.slice(2))]);
  await deliverMessages(...records);

  expect(await told()).toEqual([
    [5, 0],
    [6, 1],
  ]);
});

it('nearly your turn: is not told again after an undo; the call that comes then is told anew', async () => {
  await putApp({ ...EATERS, nearTemplate, callTemplate: { id: 'call', values: { number2: '{marchSn}' } } });
  await asSeller('settings', { remindAhead: 1 });
  await deliverMessages(await call(1));
  expect(await told()).toEqual([
    [1, 1],
    [2, 0],
    [3, 1],
  ]);
  await deliverMessages(await of(1, () => asSeller('undo')));
  await deliverMessages(await call(1));
  await putApp({ ...EATERS, nearTemplate });

  expect(await told()).toEqual([
    [1, 1],
    [1, 1],
    [2, 0],
    [3, 1],
  ]);
});

it('nearly your turn: nothing is looked up without a template', async () => {
  await putApp(EATERS);
  const { documents } = await import('../../lib/store/dynamodb.ts');
  const called = await of(1, () => asSeller('done', { isseller: 'yes', marchSn: 1 }));
  await deliverMessages(called);
  let asked = 0;
  documents.middlewareStack.add(
    (next) => (args) => {
      asked += 1;
      return next(args);
    },
    { step: 'initialize', name: 'asked' },
  );
  await deliverMessages(called);
  documents.middlewareStack.remove('asked');
  await putApp({ ...EATERS, nearTemplate });

  expect([asked, await told()]).toEqual([0, []]);
});
