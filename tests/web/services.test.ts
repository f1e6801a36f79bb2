import type { Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { type Console, eventually, logged, startConsole } from './console.ts';

let started: Console;
let page: Page;
const PHONE = { viewport: { width: 390, height: 844 } };

beforeAll(async () => {
  started = await startConsole();
  page = await started.newPage();
});
afterAll(() => started.stop());
afterEach(() => expect(started.faults).toEqual([]));

const open = async (on: Page, path: string): Promise<void> => {
  await on.goto(`${started.product.url}/console/${path}`);
};
const width = (of: Page) => of.evaluate(() => document.documentElement.scrollWidth);
const toast = () => page.innerText('#toast');

describe('the console of rental', () => {
  const openRental = async (on: Page): Promise<void> => {
    await open(on, 'rental');
    await on.locator('#devices input:checked').waitFor({ state: 'attached' });
    await on.locator('.locker').first().waitFor();
  };
  const goTo = (name: string) => page.locator('#devices label', { hasText: name }).click();
  const choose = (type: string) => page.locator('#types label', { hasText: type }).click();
  const stock = (type: string) => page.innerText(`.locker[data-type="${type}"] .stock`);
  const captcha = async () => (await page.getAttribute('#display', 'aria-label')) ?? '';
  const press = async (text: string): Promise<void> => {
    await page.fill('#typed', text);
    await page.click('#try');
  };
  const doing = (how: string) => page.click(`#behaviours [value="${how}"]`);
  const outcome = () => page.innerText('#outcome');

  beforeAll(() => openRental(page));

  it('is linked with its siblings', async () => {
    expect(await page.locator('nav a').allInnerTexts()).toEqual(['取个号', '借器材', '健康报告']);
    expect(await page.innerText('nav [aria-current="page"]')).toBe('借器材');
  });

  it('shows the cabinet that the borrower goes to, and what they can have of it', async () => {
    await goTo('北交3');
    await eventually(() => page.locator('.plate b').allInnerTexts()).toEqual(['羽毛球拍', '乒乓球拍']);
    expect(await page.locator('#types label').allInnerTexts()).toEqual([
      expect.stringMatching(/羽毛球拍\s*剩 4 \/ 6/),
      expect.stringMatching(/乒乓球拍\s*剩 1 \/ 4/),
    ]);
    expect(await page.locator('.locker[data-type="pingpong"] .slot:not(.taken)').count()).toBe(1);

    await goTo('北交1');
    await eventually(() => page.innerText('#cabinet-name')).toBe('北交1');
    expect(await captcha()).toMatch(/^\d{3}$/);
  });

  it('says in plain words that a captcha is wrong', async () => {
    const cabinets = await (await fetch(`http://127.0.0.1:${started.product.port + 6}/cabinets`)).json();
    const shown = (cabinets as { captchas: string[] }[]).flatMap(({ captchas }) => captchas);
    await press(['000', '111', '222', '333', '444', '555', '666'].find((one) => !shown.includes(one)) ?? '');

    await eventually(toast).toContain('验证码不对，请看柜子上的数字');
    const [refused] = await logged(page, 'try_to_rent').all();
    expect(await refused?.getAttribute('data-state')).toBe('refused');
    expect(await refused?.innerText()).toContain('wrong captcha');
  });

  it('borrows: the door opens, one item less is behind it, and the phone knows until when', async () => {
    await choose('篮球');
    await press(await captcha());

    await page.locator('.locker[data-type="basketball"][data-door="open"]').waitFor();
    await eventually(() => stock('basketball')).toContain('2 / 4');
    await eventually(outcome).toContain('借到了');
    expect(await page.innerText('#item')).toMatch(/篮球\s+\d+月\d+日 \d\d:\d\d 前归还\s+.* 从 北交1 借出/);
    expect(await page.locator('#what').isHidden()).toBe(true);
    for (const what of ['try_to_rent', '开门', '取走'])
      await eventually(() => logged(page, what).count()).toBeGreaterThan(0);
  });

  it('still has it after a reload, without another login, and brings it back to another cabinet', async () => {
    await openRental(page);
    expect(await page.innerText('#item')).toContain('篮球');
    expect(await logged(page, 'login').count()).toBe(0);

    await goTo('北交2');
    await eventually(() => stock('basketball')).toBe('3 / 4');
    await press(await captcha());

    await eventually(outcome).toContain('已归还');
    await eventually(() => stock('basketball')).toContain('4 / 4');
    expect(await page.innerText('#history li')).toMatch(/篮球\s+北交1 → 北交2/);
    expect(await page.locator('#item').isHidden()).toBe(true);
  });

  it('tells when a cabinet refuses, which it was told to', async () => {
    await doing('refuses');
    await eventually(() => page.innerText('#next')).toContain('下一次：拒绝');
    await press(await captcha());

    await eventually(outcome).toContain('没借成：柜子说它坏了');
    expect(await stock('basketball')).toContain('4 / 4');
    await eventually(() => page.innerText('#next')).toContain('一切正常');
    expect(await logged(page, '收到命令').innerText()).toContain('refuses');
  });

  it('lends to nobody without a phone number', async () => {
    const save = async (phone: string): Promise<void> => {
      await page.click('#profile summary');
      await page.fill('#phone', phone);
      await page.click('#save');
      await page.locator('#profile-form').waitFor({ state: 'hidden' });
    };
    await save('');
    expect(await page.innerText('#own-phone')).toContain('没有手机号');
    await press(await captcha());
    await eventually(toast).toContain('要先填手机号');

    await save('010 832-32123');
    expect(await page.innerText('#own-phone')).toBe('010 832-32123');
  });

  it('waits for a cabinet that does not care, after a reload as well', async () => {
    await doing('never');
    await press(await captcha());
    await page.locator('#waiting').waitFor();

    await openRental(page);
    await page.locator('#waiting').waitFor();
    expect(await page.locator('#attempt').isHidden()).toBe(true);
  });

  it('fits a phone', async () => {
    const phone = await started.newPage(PHONE);
    await openRental(phone);
    expect(await width(phone)).toBe(390);
    await phone.context().close();
  });
});

describe('the console of h5', () => {
  const logIn = async (on: Page): Promise<void> => {
    await open(on, 'h5');
    await on.click('#login-link');
    await on.getByRole('button', { name: '同意' }).click();
    await on.locator('#measurements li').first().waitFor();
  };
  const choose = (id: number) => page.click(`[data-record="${id}"] button`);
  const titles = (of: Page) => of.locator('#report h3').allInnerTexts();
  const FULL = ['经络解读', '体质倾向', '证候', '影响因素', '留意', '调理建议', '测量提示'];

  it('leads who refuses to a page that says so', async () => {
    await open(page, 'h5');
    await page.click('#login-link');
    await page.getByRole('button', { name: '拒绝' }).click();
    await page.waitForURL('**/wx/oauth/callback?**');

    expect(await page.innerText('body')).toContain('您没有同意授权');
    // A browser says so itself of a page with HTTP 400.
    expect(started.faults.splice(0)).toEqual([expect.stringContaining('400')]);
  });

  it('logs in by the page for consent, and lists the measurements', async () => {
    await logIn(page);

    expect(page.url()).toBe(`${started.product.url}/console/h5`);
    expect(await page.innerText('#state')).toContain('已登录');
    expect(await page.locator('#measurements li').allInnerTexts()).toEqual([
      expect.stringMatching(/11月3日.*未支付.*心率 104/s),
      expect.stringMatching(/11月2日.*未支付.*心率 88/s),
      expect.stringMatching(/11月1日.*完整报告.*心率 72/s),
    ]);
    expect(await logged(page, '网页授权').count()).toBe(1);
  });

  it('draws a report, not its JSON', async () => {
    await choose(1001);

    await eventually(() => page.locator('.radar .shape').getAttribute('points')).toBe(
      '0,-55 35.4,-35.4 45,0 38.9,38.9 0,50 -38.9,38.9 -50,0 -31.8,-31.8',
    );
    expect(await page.locator('.radar .meridian').allTextContents()).toEqual([
      '心包 1',
      '肝 0',
      '肾 −1',
      '脾 1',
      '肺 0',
      '胃 1',
      '胆 0',
      '膀胱 −1',
    ]);
    expect(await page.locator('.bars li').last().innerText()).toMatch(/膀胱\s+−1\s+平和/);
    expect((await titles(page)).map((title) => title.split(/\s/)[0])).toEqual(expect.arrayContaining(FULL));
    expect(await page.innerText('#report')).toContain('不是医疗建议');
  });

  it('shows the lead of an unpaid report, and the whole of it once it is paid for', async () => {
    await choose(1002);
    await eventually(() => page.innerText('.head')).toContain('编号 1002');
    expect(await page.locator('.radar .shape').getAttribute('points')).toMatch(/^0,-30 53,-53 25,0 /);
    expect(await page.innerText('.lead')).toContain('强弱不均');
    expect(await titles(page)).not.toContainEqual(expect.stringContaining('经络解读'));

    await page.click('#pay');
    await eventually(async () => (await titles(page)).join()).toContain('经络解读');
    expect(await page.locator('#pay').count()).toBe(0);
    expect(await page.innerText('#report')).toContain('肝强脾弱');
    expect(await page.innerText('[data-record="1002"]')).toContain('完整报告');
  });

  it('keeps a remark', async () => {
    await page.fill('#remark', '饭后');
    await page.click('#save-remark');
    await eventually(() => page.innerText('[data-record="1002"]')).toContain('饭后');

    await choose(1001);
    await eventually(() => page.innerText('.head')).toContain('编号 1001');
    await choose(1002);
    await eventually(() => page.inputValue('#remark')).toBe('饭后');
  });

  it('shares a report with whoever has the link, until it is revoked', async () => {
    await page.click('#share');
    const href = (await page.locator('.links a').getAttribute('href')) ?? '';
    const stranger = await started.newPage(PHONE);
    await stranger.goto(href);

    await stranger.locator('.radar').waitFor();
    expect(await titles(stranger)).toContainEqual(expect.stringContaining('演示用户的脉诊报告'));
    expect(await stranger.locator('#own, #remark, #share').filter({ visible: true }).count()).toBe(0);
    expect(await stranger.innerText('#log')).not.toContain(href.slice(-40));
    expect(await width(stranger)).toBe(390);

    await page.click('#revoke');
    await eventually(() => page.locator('.links a').count()).toBe(0);
    await stranger.reload();
    await eventually(() => stranger.innerText('#report')).toContain('分享链接不存在或已失效');
    await stranger.context().close();
  });

  it('asks to log in again when the session is over', async () => {
    await page.context().clearCookies();
    await choose(1001);

    await page.locator('#login-link').waitFor();
    expect(await page.innerText('#state')).toContain('未登录');
  });

  it('fits a phone', async () => {
    const phone = await started.newPage(PHONE);
    await logIn(phone);
    await phone.click('[data-record="1001"] button');
    await phone.locator('.radar').waitFor();
    expect(await width(phone)).toBe(390);
    await phone.context().close();
  });
});
