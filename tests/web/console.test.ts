import type { Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { type Console, eventually, logged as loggedIn, startConsole } from './console.ts';

let started: Console;
let page: Page;

beforeAll(async () => {
  started = await startConsole();
  page = await openConsole();
});
afterAll(() => started.stop());
afterEach(() => expect(started.faults).toEqual([]));

const openConsole = async (options?: Parameters<Console['newPage']>[0]): Promise<Page> => {
  const opened = await started.newPage(options);
  await opened.goto(`${started.product.url}/console`);
  await isLive(opened);
  return opened;
};

const isLive = (opened: Page) => opened.locator('#state[data-state="live"]').waitFor();
const board = () => page.frameLocator('#board');
const waitingOnBoard = () => board().locator('#waiting li').allInnerTexts();
const row = (marchSn: number) => page.locator(`#tickets li[data-number="${marchSn}"]`);
const numbers = () => page.locator('#tickets b').allInnerTexts();
/** Fetched, noted, called, done, taken by eaters, missed, messages that WeChat took and refused. */
const figures = () => page.locator('#figures dd').allInnerTexts();
const logged = (name: string) => loggedIn(page, name);
const names = () => page.locator('#log summary b').allInnerTexts();

const push = async (marchSn: number, noteContent: string): Promise<void> => {
  await page.fill('#number', String(marchSn));
  await page.fill('#text', noteContent);
  await page.click('#push');
  await page.locator('#wait').waitFor();
};

describe('the console', () => {
  it('has its address among those that npm start prints', () => {
    expect(started.product.output()).toMatch(new RegExp(`^Console +${started.product.url}/console$`, 'm'));
  });

  it('opens a demo stall by itself, as an administrator and a seller do', async () => {
    expect(await page.innerText('#about')).toContain('演示窗口');
    await eventually(() => board().locator('h1').innerText()).toBe('演示窗口');
    expect((await names()).filter((name) => name === 'signup')).toHaveLength(2);
    expect(await page.locator('#dishes button').count()).toBeGreaterThan(2);
  });

  it('hands out numbers, which wait on the hall display', async () => {
    await page.click('#fetch');
    await eventually(numbers).toEqual(['1']);
    await page.click('#fetch');
    await eventually(numbers).toEqual(['1', '2']);

    await eventually(waitingOnBoard).toEqual(['1', '2']);
    expect(await page.locator('#free button').allInnerTexts()).toEqual(['1', '2']);
  });

  it('shows the seller what an eater wrote, and the eater how many are ahead', async () => {
    await push(2, '不要香菜');

    await eventually(() => row(2).locator('.note').innerText()).toBe('不要香菜');
    expect(await page.innerText('#own-number')).toBe('2');
    await eventually(() => page.innerText('#place')).toContain('前面还有 1 人');
    await page.click('#hungry');
    await eventually(() => page.innerText('#toast')).toContain('还没好');
  });

  it('calls a number: within a second it is large on the display and the eater knows', async () => {
    await eventually(() => board().locator('#newest').isHidden()).toBe(true);
    await row(2).locator('.call').click();

    await eventually(() => board().locator('#newest').innerText(), 5_000).toBe('2');
    await eventually(() => page.innerText('#place'), 5_000).toContain('请取餐');
    await eventually(() => row(2).locator('.call').innerText()).toContain('再叫');
    await eventually(() => logged('订阅消息').count()).toBe(1);
    expect(await logged('订阅消息').innerText()).toMatch(/学生 1.*不要香菜/s);
  });

  it('moves the figures of the day with what happens', async () => {
    const picture = page.getByRole('img', { name: /^今日等待与号码/ });

    await eventually(figures).toEqual(['2', '1', '1', '0', '0', '0', '1', '0']);
    expect(await picture.locator('rect.fetched, rect.called').count()).toBe(4);
    expect(await picture.locator('desc').textContent()).toMatch(/^等待 wait: 平均 mean .*叫号 called 1/);
  });

  it('counts a recall, and ends an order', async () => {
    await row(2).locator('.call').click();
    await eventually(() => page.innerText('#place')).toContain('第 2 次');

    await page.click('#done');
    await page.locator('#order').waitFor();
    await eventually(numbers).toEqual(['1']);
    await eventually(figures).toEqual(['2', '1', '1', '1', '0', '0', '2', '0']);
  });

  it('has another student, who cannot take a number that is taken', async () => {
    await push(1, '米饭');
    await page.click('#new-eater');
    await page.locator('#order').waitFor();
    await page.fill('#number', '1');
    await page.fill('#text', '面条');
    await page.click('#push');

    await eventually(() => page.innerText('#toast')).toContain('Taken Error');
    expect(await logged('push').first().getAttribute('data-state')).toBe('refused');
    expect(await page.inputValue('#text')).toBe('面条');
  });

  it('logs requests, answers and pushes, with shortened keys and a command to repeat each', async () => {
    await page.context().grantPermissions(['clipboard-read', 'clipboard-write']);
    const call = logged('call').filter({ hasText: 'ms' }).first();
    await call.click();

    await eventually(() => call.locator('pre').allInnerTexts()).toEqual([
      expect.stringMatching(/^\{\s+"marchSn": 2,\s+"sessionKey": "[0-9a-f]{6}…"\s+\}$/),
      expect.stringMatching(/^\{\s+"callSuccess": "success"\s+\}$/),
    ]);
    expect(await call.locator('.facts').innerText()).toMatch(/^200 \d+ ms$/);
    await call.getByText('复制为 curl').click();
    await eventually(() => page.evaluate(() => navigator.clipboard.readText())).toMatch(
      /^curl -s 'http:\/\/localhost:\d+\/callme\/call' .* -d '\{"marchSn":2,"sessionKey":"[0-9a-f]{40}"\}'$/,
    );
    expect(await logged('call').filter({ hasText: 'callCount 2' }).first().innerText()).toContain('←');
  });

  it('filters the log, and clears it', async () => {
    const shown = () => page.locator('#log li:visible summary b').allInnerTexts();
    await page.click('#kinds button[value="wechat"]');
    expect(new Set(await shown())).toEqual(new Set(['订阅消息', 'wx.login']));
    await page.fill('#search', 'DEMO-ADMIN');
    expect(await shown()).toEqual(['wx.login']);

    await page.fill('#search', '');
    await page.click('#kinds button[value=""]');
    await page.click('#clear-log');
    // The first student still waits, and asks.
    expect((await names()).filter((name) => name !== 'queue')).toEqual([]);
  });

  it('finds everything as it was after a reload', async () => {
    await page.reload();
    await isLive(page);

    expect(await page.innerText('#own-number')).toBe('1');
    expect(await page.locator('#eaters button').count()).toBe(2);
    await eventually(numbers).toEqual(['1']);
    expect(await names()).not.toEqual(expect.arrayContaining(['login']));
  });

  it('can be used on a phone', async () => {
    const phone = await openConsole({ viewport: { width: 390, height: 844 } });
    await phone.click('#fetch');
    await eventually(() => phone.locator('#tickets b').allInnerTexts()).toEqual(['1', '3']);
    await phone.click('#clear');

    await eventually(() => phone.locator('#tickets b').allInnerTexts()).toEqual(['1']);
    expect(await phone.evaluate(() => document.documentElement.scrollWidth)).toBe(390);
    await phone.context().close();
  });

  it('says that it needs the simulator where there is another WeChat', async () => {
    const stranger = await started.newPage();
    await stranger.route('**/simulator/messages', (route) =>
      route.fulfill({ status: 200, headers: { 'access-control-allow-origin': '*' }, body: '<html></html>' }),
    );
    await stranger.goto(`${started.product.url}/console`);

    await eventually(() => stranger.innerText('#trouble')).toContain(
      'The console logs in with the WeChat simulator',
    );
    await stranger.context().close();
  });
});
