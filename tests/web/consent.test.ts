import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { authorizeUrl } from '../../lib/wechat/authorize.ts';
import { exchangeOauthCode, readOauthUser } from '../../lib/wechat/oauth.ts';
import { startWechat, type Wechat } from '../../local/wechat/server.ts';
import { launchBrowser } from '../support/browser.ts';

// A machine that is busy with other tests is slow, which is no failure.
vi.setConfig({ testTimeout: 60_000 });

const app = { id: '5', appid: 'wx-test-h5', secret: 'secret-h5', title: '喜马<b>把脉' };
const PHONE = { width: 390, height: 844 };

let wechat: Wechat;
let site: Server;
let browser: Browser;

beforeAll(async () => {
  site = createServer((_, response) => response.end('back'));
  await new Promise<void>((resolve) => site.listen(0, 'localhost', resolve));
  [wechat, browser] = await Promise.all([startWechat({ apps: [app] }), launchBrowser()]);
  process.env.WECHAT_API_BASE_URL = wechat.url;
  process.env.WECHAT_OPEN_BASE_URL = wechat.url;
});
afterAll(async () => {
  await browser.close();
  await wechat.close();
  site.close();
});

const open = async (colorScheme: 'light' | 'dark' = 'light'): Promise<Page> => {
  const context = await browser.newContext({ viewport: PHONE, colorScheme, hasTouch: true });
  const page = await context.newPage();
  const redirectUri = `http://localhost:${(site.address() as AddressInfo).port}/back`;
  await page.goto(authorizeUrl(app, { redirectUri, state: 'S1' }));
  return page;
};
const background = (page: Page) => page.evaluate(() => getComputedStyle(document.body).backgroundColor);

describe('the page that asks for consent', () => {
  it('lets a user say who they are, and takes them back', async () => {
    const page = await open();
    expect(await page.innerText('h1')).toBe(app.title);
    expect(await page.inputValue('[name="openid"]')).toBe('demo-patient');

    await page.fill('[name="openid"]', 'alice');
    await page.fill('[name="nickname"]', '<i>爱丽丝');
    await page.getByRole('button', { name: '同意' }).tap();
    await page.waitForURL('**/back?**');

    const { searchParams, hash } = new URL(page.url());
    expect([...searchParams.keys()]).toEqual(['code', 'state']);
    expect(hash).toBe('');
    const grant = await exchangeOauthCode(app, searchParams.get('code') ?? '');
    expect(await readOauthUser(grant)).toMatchObject({ openid: 'alice', nickname: '<i>爱丽丝' });
    await page.context().close();
  });

  it('takes back who refuses, whatever the fields say', async () => {
    const page = await open();

    await page.fill('[name="openid"]', '');
    await page.getByRole('button', { name: '拒绝' }).tap();
    await page.waitForURL('**/back?state=S1');

    await page.context().close();
  });

  it('says what is wrong with an openid, and keeps what was written', async () => {
    const page = await open();

    await page.fill('[name="openid"]', '爱丽丝');
    await page.getByRole('button', { name: '同意' }).tap();

    await page.getByRole('alert').waitFor();
    expect(await page.inputValue('[name="openid"]')).toBe('爱丽丝');
    await page.context().close();
  });

  it.each([
    ['light', 'rgb(255, 255, 255)'],
    ['dark', 'rgb(25, 25, 25)'],
  ] as const)('fits a phone, and is %s when the device is', async (scheme, color) => {
    const page = await open(scheme);

    expect(await background(page)).toBe(color);
    const size = () =>
      page.evaluate(() => [document.documentElement.scrollWidth, document.documentElement.scrollHeight]);
    expect(await size()).toEqual([PHONE.width, PHONE.height]);
    await page.context().close();
  });
});
