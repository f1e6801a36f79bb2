import type { Browser, Page, WebSocketRoute } from 'playwright-core';
import { afterAll, beforeAll, expect, it, vi } from 'vitest';
import { launchBrowser } from '../support/browser.ts';
import { type Product, startProduct } from '../support/product.ts';
import { type Visit, visit } from '../support/visit.ts';

let product: Product;
let canteen: Visit;
let browser: Browser;
let page: Page;
let stall: { sessionKey: string; sellerId: number };
/** The display's WebSocket, to be cut; while `isDown` no new one gets through. */
let line: WebSocketRoute | undefined;
let isDown = false;

beforeAll(async () => {
  [product, browser] = await Promise.all([startProduct(), launchBrowser()]);
  canteen = visit(product);
  stall = await canteen.openStall();
  const { boardUrl } = await canteen.ask('board', { sessionKey: stall.sessionKey });
  page = await browser.newPage({ viewport: { width: 1920, height: 1080 } });
  await page.routeWebSocket(/./, (route) => {
    if (isDown) return void route.close();
    line = route;
    route.connectToServer();
  });
  await page.goto(boardUrl as string);
});
afterAll(async () => {
  await browser.close();
  await product.stop();
});

const asSeller = (query: string, fields: object = {}) =>
  canteen.ask(query, { sessionKey: stall.sessionKey, ...fields });
const fetchOne = async () => (await asSeller('fetch')).marchSn as number;
const newest = () => page.locator('#newest').innerText();
const waiting = () => page.locator('#waiting li').allInnerTexts();
const eventually = (assert: () => Promise<void>, timeout = 10_000) =>
  vi.waitFor(assert, { timeout, interval: 20 });

it('a number waits on the display when it is fetched, and is called on it within a second', async () => {
  const took: number[] = [];
  for (let i = 0; i < 3; i += 1) {
    const marchSn = await fetchOne();
    const eater = await canteen.eater();
    await canteen.ask('push', {
      sessionKey: eater,
      sellerId: stall.sellerId,
      marchSn,
      noteContent: '牛肉面',
    });
    await eventually(async () => expect(await waiting()).toContain(String(marchSn)));

    const start = performance.now();
    await asSeller('call', { marchSn });
    await eventually(async () => expect(await newest()).toBe(String(marchSn)));
    took.push(performance.now() - start);
  }

  // A test run keeps a machine busy: one of three shows what the product can do.
  expect(Math.min(...took)).toBeLessThan(1_000);
});

it('a display that is cut off says so, comes back, and has missed nothing', async () => {
  const marchSn = await fetchOne();
  await eventually(async () => expect(await waiting()).toEqual([String(marchSn)]));

  isDown = true;
  await line?.close();
  await page.locator('#lost').waitFor({ state: 'visible', timeout: 15_000 });
  await asSeller('call', { marchSn });
  expect(await waiting()).toEqual([String(marchSn)]);

  isDown = false;
  await page.locator('#lost').waitFor({ state: 'hidden', timeout: 30_000 });
  await eventually(async () => expect(await newest()).toBe(String(marchSn)));
});

it('a display whose key was renewed says that its address is no longer good', async () => {
  await asSeller('board', { renew: true });

  await line?.close();

  await page.getByText('这个叫号屏地址已失效').waitFor({ timeout: 30_000 });
});
