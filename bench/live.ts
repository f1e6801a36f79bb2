import { on, once } from 'node:events';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { DEMO_APPS } from '../local/demo.ts';
import { freePorts } from '../local/ports.ts';
import { controlWechat } from '../local/wechat/control-client.ts';
import { type Product, ready, run } from '../tests/support/product.ts';
import { median, percentile } from './intervals.ts';

/** How long it took from calling a number until the last of its watchers had heard it, in milliseconds. */
export type LiveRow = { watchers: number; median: number; p95: number; max: number };

type Body = Record<string, unknown>;
type Stall = { sessionKey: string; sellerId: number };

const WATCHERS = [1, 200];
const PATIENCE = 20_000;

/**
 * Starts the product as `npm start` does, and calls a number of a stall `calls` times, the first time and again, while
 * eaters wait for it, each with a WebSocket.
 */
export const measureLive = async (directory: string, calls: number): Promise<LiveRow[]> => {
  const port = await freePorts(7);
  const started = run(['--data', join(directory, 'product')], { PORT: String(port) });
  const kill = () => started.process.kill('SIGTERM');
  process.once('exit', kill);
  const product = await ready(started, port);
  const rows: LiveRow[] = [];
  for (const watchers of WATCHERS) rows.push(await callOften(product, watchers, calls));
  await product.stop();
  process.off('exit', kill);
  return rows;
};

const callOften = async (product: Product, watchers: number, calls: number): Promise<LiveRow> => {
  const ask = asking(product);
  const { sessionKey, sellerId } = await openStall(product);
  const { marchSn } = await ask('fetch', { sessionKey });
  const sockets = await openSockets(product, watchers);
  await Promise.all(sockets.map((socket) => watch(socket, { sellerId, marchSn })));

  const times: number[] = [];
  for (let callCount = 1; callCount <= calls; callCount += 1) {
    // The local stream is looked into at regular intervals: calls are to come at any moment of one.
    await pause(50 + ((callCount * 37) % 100));
    const call = { push: 'call', sellerId, marchSn, callCount };
    const start = performance.now();
    const arrivals = sockets.map((socket) => heard(socket, call));
    await ask('call', { sessionKey, marchSn });
    times.push(Math.max(...(await Promise.all(arrivals))) - start);
  }
  for (const socket of sockets) socket.close();
  return { watchers, median: median(times), p95: percentile(times, 0.95), max: Math.max(...times) };
};

const asking =
  ({ url }: Product) =>
  async (query: string, fields: Body): Promise<Body> => {
    const answer = await fetch(`${url}/callme/${query}`, { method: 'POST', body: JSON.stringify(fields) });
    return (await answer.json()) as Body;
  };

let people = 0;

const logIn = async (product: Product, isseller: 'yes' | 'no', openid?: string): Promise<string> => {
  people += 1;
  const appid = DEMO_APPS[isseller === 'yes' ? 1 : 0]?.appid as string;
  const code = await controlWechat(product.wechat).login({ appid, openid: openid ?? `bench-${people}` });
  return (await asking(product)('login', { isseller, code })).sessionKey as string;
};

const openStall = async (product: Product): Promise<Stall> => {
  const ask = asking(product);
  const telNum = `138${String(people).padStart(8, '0')}`;
  await ask('signup', { sessionKey: await logIn(product, 'yes', 'demo-admin'), tellNum: telNum, term: 1 });
  const sessionKey = await logIn(product, 'yes');
  await ask('signup', { sessionKey, telNum, sellerName: '麻辣香锅', personName: '王师傅' });
  const { sellerId } = await ask('note', { sessionKey });
  return { sessionKey, sellerId: sellerId as number };
};

const openSockets = async (product: Product, count: number): Promise<WebSocket[]> => {
  const url = `ws://localhost:${product.port + 1}?sessionKey=${await logIn(product, 'no')}`;
  const sockets = Array.from({ length: count }, () => new WebSocket(url));
  await Promise.all(sockets.map((socket) => once(socket, 'open', inTime())));
  return sockets;
};

const watch = async (socket: WebSocket, ticket: Body): Promise<void> => {
  const answered = heard(socket, { push: 'watch', state: 'success' });
  socket.send(JSON.stringify({ query: 'watch', ...ticket }));
  await answered;
};

/** When a push arrives. */
const heard = async (socket: WebSocket, awaited: Body): Promise<number> => {
  try {
    for await (const [{ data }] of on(socket, 'message', inTime())) {
      const at = performance.now();
      const push = JSON.parse(data) as Body;
      if (Object.entries(awaited).every(([name, value]) => push[name] === value)) return at;
    }
  } catch {
    // Nothing of the kind came in time.
  }
  throw new Error(`A WebSocket did not hear ${JSON.stringify(awaited)} within ${PATIENCE / 1000} seconds`);
};

const inTime = () => ({ signal: AbortSignal.timeout(PATIENCE) });
