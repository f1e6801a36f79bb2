import { once } from 'node:events';
import { afterAll, afterEach, beforeAll, beforeEach, expect, it, vi } from 'vitest';
import { WebSocket } from 'ws';
import { controlWechat } from '../../local/wechat/control-client.ts';
import { type Product, startProduct } from '../support/product.ts';
import { type Visit, visit } from '../support/visit.ts';
import { WHICH } from '../support/which.ts';

type Push = Record<string, unknown>;
type Socket = { socket: WebSocket; pushes: Push[]; say: (message: object) => void };

let product: Product;
let canteen: Visit;
let stall: { sessionKey: string; sellerId: number };
let marchSn: number;
const opened: WebSocket[] = [];

beforeAll(async () => {
  product = await startProduct();
  canteen = visit(product);
});
afterAll(() => product.stop());
beforeEach(async () => {
  stall = await canteen.openStall();
  marchSn = await fetchOne();
});
afterEach(() => {
  for (const socket of opened.splice(0)) socket.terminate();
});

const fetchOne = async (): Promise<number> =>
  (await canteen.ask('fetch', { sessionKey: stall.sessionKey })).marchSn as number;
const call = () => canteen.ask('call', { sessionKey: stall.sessionKey, marchSn });
const watch = () => ({ query: 'watch', sellerId: stall.sellerId, marchSn });
const called = (callCount: number) => ({
  push: 'call',
  sellerId: stall.sellerId,
  marchSn,
  callCount,
  ...WHICH,
});

/** Opens a WebSocket as any client does, and notes what comes through it. */
const open = async (query: Record<string, string>): Promise<Socket> => {
  const socket = new WebSocket(`ws://localhost:${product.port + 1}/?${new URLSearchParams(query)}`);
  opened.push(socket);
  const pushes: Push[] = [];
  socket.on('message', (data) => pushes.push(JSON.parse(String(data))));
  await once(socket, 'open');
  return { socket, pushes, say: (message) => socket.send(JSON.stringify(message)) };
};

const eventually = (assert: () => void) => vi.waitFor(assert, { timeout: 10_000, interval: 20 });

it('tells a watcher of every call and of the end, and an eater’s polling agrees', async () => {
  const { sellerId, sessionKey } = stall;
  const eater = await canteen.eater();
  const { pushes, say } = await open({ sessionKey: eater });

  say({ query: 'hello' });
  say(watch());
  await eventually(() => expect(pushes).toHaveLength(2));
  await call();
  await eventually(() => expect(pushes).toHaveLength(3));
  expect(await canteen.ask('hungry', { sessionKey: eater, sellerId, marchSn })).toEqual({
    hungrySuccess: 'success',
    ...WHICH,
  });
  await call();
  await canteen.ask('done', { sessionKey, sellerId, marchSn, isseller: 'yes' });
  await eventually(() => expect(pushes).toHaveLength(5));

  expect(pushes).toEqual([
    { push: 'hi' },
    { push: 'watch', state: 'success', ready: false, ...WHICH },
    called(1),
    called(2),
    { push: 'done', sellerId, marchSn, ...WHICH },
  ]);
});

it('tells a watcher at once while WeChat hangs over the message of the call before; it is sent when WeChat is back', async () => {
  const { sellerId } = stall;
  const wechat = controlWechat(product.wechat);
  const hanging = async () => (await wechat.calls()).filter(({ path }) => path.endsWith('/subscribe/send'));
  const before = (await hanging()).length;
  await wechat.addFault({ path: '/cgi-bin/message/subscribe/send', kind: 'timeout' });
  const eater = await canteen.eater();
  await canteen.ask('push', { sessionKey: eater, sellerId, marchSn, noteContent: '酸辣粉', subscribe: true });
  await call();
  await vi.waitFor(async () => expect(await hanging()).toHaveLength(before + 1), { timeout: 10_000 });
  const other = await canteen.openStall();
  const { marchSn: next } = await canteen.ask('fetch', { sessionKey: other.sessionKey });
  const { pushes, say } = await open({ sessionKey: eater });
  say({ query: 'watch', sellerId: other.sellerId, marchSn: next });
  await eventually(() => expect(pushes).toHaveLength(1));

  await canteen.ask('call', { sessionKey: other.sessionKey, marchSn: next });
  await eventually(() => expect(pushes).toHaveLength(2));
  expect(await hanging()).toHaveLength(before + 1);
  await wechat.clearFaults();

  await vi.waitFor(
    async () =>
      expect(await canteen.ask('stats', { sessionKey: stall.sessionKey })).toMatchObject({ messagesSent: 1 }),
    { timeout: 10_000 },
  );
});

it('reaches 200 watchers of one stall; whoever was cut off sees the truth on the next watch', async () => {
  const sessionKey = await canteen.eater();
  const sockets = await Promise.all(Array.from({ length: 200 }, () => open({ sessionKey })));
  for (const { say } of sockets) say(watch());
  await eventually(() => expect(sockets.every(({ pushes }) => pushes.length === 1)).toBe(true));
  const [cut, kept] = [sockets.slice(0, 50), sockets.slice(50)];

  for (const { socket } of cut) socket.terminate();
  await call();
  await eventually(() => expect(kept.every(({ pushes }) => pushes.length === 2)).toBe(true));
  const back = await open({ sessionKey });
  back.say(watch());
  await eventually(() => expect(back.pushes).toHaveLength(1));

  expect(kept.map(({ pushes }) => pushes[1])).toEqual(kept.map(() => called(1)));
  expect(back.pushes).toEqual([{ push: 'watch', state: 'success', ready: true, ...WHICH }]);
});

it('tells the seller and the hall display how the queue stands, and counts the day', async () => {
  const { sessionKey, sellerId } = stall;
  const { boardUrl } = await canteen.ask('board', { sessionKey });
  const key = new URL(boardUrl as string).searchParams.get('key') as string;
  const [seller, board] = [await open({ sessionKey }), await open({ key })];

  for (const { say } of [seller, board]) say({ query: 'watch', sellerId });
  // The first number may be told once more, by the stream.
  await eventually(() => expect(board.pushes).not.toEqual([]));
  await fetchOne();
  await call();

  for (const { pushes } of [seller, board]) {
    await eventually(() =>
      expect(pushes.at(-1)).toEqual({
        push: 'queue',
        sellerId,
        waiting: [2],
        called: [1],
        newest: { marchSn: 1, callCount: 1 },
      }),
    );
  }
  await vi.waitFor(
    async () =>
      expect(await canteen.ask('stats', { sessionKey })).toMatchObject({ fetched: 2, called: 1, done: 0 }),
    { timeout: 10_000 },
  );
});

it('shows the hall display at its address, and a clear page at a wrong one', async () => {
  const { boardUrl } = await canteen.ask('board', { sessionKey: stall.sessionKey });
  const [right, wrong] = [await fetch(boardUrl as string), await fetch(`${product.url}/board?key=wrong`)];

  expect([right.status, wrong.status]).toEqual([200, 404]);
  expect(right.headers.get('content-type')).toBe('text/html; charset=utf-8');
  expect(right.headers.get('content-security-policy')).toContain("default-src 'none'");
  expect(await right.text()).toContain('麻辣香锅');
  expect(await wrong.text()).not.toContain('queryErr');
});
