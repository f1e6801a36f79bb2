import { readdir, readFile } from 'node:fs/promises';
import { transform } from 'esbuild';
import { describe, expect, it } from 'vitest';
import { openStall } from '../support/canteen.ts';
import {
  addressOf,
  announcedBy,
  context,
  eventually,
  hall,
  numbersOf,
  openDisplay,
  pardon,
  pass,
  range,
  text,
} from './display.ts';

describe('a hall display', () => {
  it('shows the stall, its clock and the queue, and announces nothing of what was called before', async () => {
    hall.push({ waiting: [13, 15, 16], called: [8, 11, 12], newest: { marchSn: 12, callCount: 1 } });
    const page = await openDisplay();

    expect(await text(page, 'h1')).toBe('麻辣香锅');
    expect(await page.title()).toBe('麻辣香锅 · 取餐叫号');
    expect(await text(page, '#newest')).toBe('12');
    expect(await numbersOf(page, '#others')).toEqual(['11', '8']);
    expect(await numbersOf(page, '#waiting')).toEqual(['13', '15', '16']);
    expect(await text(page, '#count')).toBe('3');
    const now = new Intl.DateTimeFormat('en-GB', { timeZone: 'Asia/Shanghai', timeStyle: 'short' });
    await eventually(async () => (await text(page, 'time')) === now.format()).toBe(true);
    expect(await announcedBy(page)).toEqual([]);
  });

  it('says kindly that there is nothing, in both languages', async () => {
    const page = await openDisplay();
    expect(await text(page, '.ready')).toMatch(/欢迎光临\s+Welcome/);
    expect(await text(page, '.waiting')).toMatch(/现在无人等候\s+No one is waiting/);

    hall.push({ waiting: [1], called: [] });
    await eventually(() => text(page, '.ready')).toMatch(/正在准备，请稍候\s+Being prepared/);
  });

  it('shows a call large before any time passes, makes it stand out and announces it', async () => {
    hall.push({ waiting: [12, 13], called: [11] });
    const page = await openDisplay({ clock: true });

    hall.push({ waiting: [13], called: [11, 12], newest: { marchSn: 12, callCount: 1 } });
    await page.locator('#newest.announced', { hasText: '12' }).waitFor();

    const size = (selector: string) =>
      page.locator(selector).evaluate((element) => Number.parseFloat(getComputedStyle(element).fontSize));
    expect(await size('#newest')).toBeGreaterThan(400);
    expect(await size('#newest')).toBeGreaterThan(4 * (await size('#waiting')));
    expect(await announcedBy(page)).toEqual(['请 12 号取餐']);
    expect(await page.locator('#announcement').getAttribute('aria-live')).toBe('assertive');
  });

  it('announces calls of one moment one after another, but none that is collected meanwhile', async () => {
    const page = await openDisplay({ clock: true });
    hall.push({ waiting: [], called: [1, 2, 3] });
    await page.locator('#others .announced', { hasText: '1' }).waitFor();
    expect(await announcedBy(page)).toEqual(['请 1 号取餐']);

    hall.push({ waiting: [], called: [1, 3] });
    await eventually(() => numbersOf(page, '#others')).toEqual(['1']);
    await page.clock.runFor(4_100);
    await page.locator('#newest.announced', { hasText: '3' }).waitFor();
    await page.clock.runFor(60_000);

    expect(await announcedBy(page)).toEqual(['请 1 号取餐', '请 3 号取餐']);
    expect(await page.locator('.announced').count()).toBe(0);
  });

  it('announces a recall, also of the number called last, and no number that becomes the last one', async () => {
    const page = await openDisplay({ clock: true });
    let step = 20;
    const happen = async (called: number[], marchSn: number, callCount: number) => {
      step += 1;
      hall.push({ waiting: [step], called, newest: { marchSn, callCount } });
      await eventually(() => numbersOf(page, '#waiting')).toEqual([String(step)]);
      await page.clock.runFor(4_100);
      return (await announcedBy(page)).at(-1);
    };

    expect(await happen([7], 7, 1)).toBe('请 7 号取餐');
    expect(await happen([7, 8], 8, 1)).toBe('请 8 号取餐');
    expect(await happen([8, 7], 7, 2)).toBe('请 7 号取餐');
    expect(await happen([8, 7], 7, 2)).toBe('请 7 号取餐');
    expect(await announcedBy(page)).toHaveLength(3);
    expect(await happen([8, 7], 7, 3)).toBe('请 7 号取餐');
    expect(await announcedBy(page)).toHaveLength(4);
    expect(await happen([8], 8, 1)).toBe('请 7 号取餐');
    expect(await announcedBy(page)).toHaveLength(4);
  });

  it('announces the last 20 of more calls than anybody could listen to', async () => {
    const page = await openDisplay({ clock: true });
    hall.push({ waiting: [], called: range(1, 99) });
    await page.locator('.announced').waitFor();
    for (const _ of range(1, 30)) await page.clock.runFor(4_100);

    expect(await announcedBy(page)).toEqual(range(80, 99).map((number) => `请 ${number} 号取餐`));
  });
});

describe('its key', () => {
  it.each(['/board', '/board?key=', '/board?key=0123456789abcdef', '/board?key=%3Cscript%3E'])(
    'when wrong, gets a page that says so: %s',
    async (path) => {
      const page = await context.newPage();
      const response = await page.goto(hall.origin + path);

      expect(response?.status()).toBe(404);
      expect(response?.headers()['content-type']).toBe('text/html; charset=utf-8');
      expect(await text(page, 'h1')).toBe('这个叫号屏地址已失效');
      expect(await text(page, '[lang=en]')).toContain('no longer valid');
    },
  );

  it('when renewed, ends the display that has the old one', async () => {
    pardon('404');
    const renewing = await openStall({ sellerName: '新钥匙' });
    const page = await openDisplay({ of: renewing });
    await addressOf(renewing, { renew: true });
    hall.answer('whoareyou');
    hall.cut();

    await page.locator('h1', { hasText: '这个叫号屏地址已失效' }).waitFor();
  });

  it('is kept to when the server does not know it for a moment', async () => {
    const page = await openDisplay({ clock: true });
    hall.answer('whoareyou');
    hall.cut();
    await eventually(() => pass(page, 1_000).then(() => page.locator('#lost').isVisible())).toBe(true);
    hall.answer('queue');
    await eventually(() => pass(page, 1_000).then(() => page.locator('#lost').isHidden())).toBe(true);

    expect(await text(page, 'h1')).toBe('麻辣香锅');
  });
});

describe('after days', () => {
  it('2,000 pushes and 20 cuts leave it no larger', async () => {
    const page = await openDisplay({ clock: true });
    const client = await context.newCDPSession(page);
    await client.send('Performance.enable');
    const live = async (pushes: number) => {
      for (let i = 0; i < pushes; i += 1) {
        const first = i % 60;
        hall.push({ waiting: range(first + 10, first + 30), called: range(first, first + 9) });
        if (i % 100 === 0) {
          await eventually(() => numbersOf(page, '#others')).toHaveLength(9);
          const asked = hall.asked();
          hall.cut();
          await eventually(() => page.clock.runFor(500).then(hall.asked)).toBeGreaterThan(asked);
        }
      }
      hall.push({ waiting: [1], called: [2] });
      await eventually(() => numbersOf(page, '#waiting')).toEqual(['1']);
      for (const _ of range(1, 25)) await page.clock.runFor(4_100);
      await client.send('HeapProfiler.collectGarbage');
      const { metrics } = await client.send('Performance.getMetrics');
      return Object.fromEntries(metrics.map(({ name, value }) => [name, value]));
    };
    // What `listen` notes is the test's own growth.
    await page.evaluate(() => Object.assign(window, { announced: { push: () => {} } }));

    const before = await live(100);
    const after = await live(2_000);

    expect(after.Nodes).toBeLessThanOrEqual((before.Nodes ?? 0) + 20);
    expect(after.JSEventListeners).toBeLessThanOrEqual((before.JSEventListeners ?? 0) + 2);
    expect(after.JSHeapUsedSize).toBeLessThan((before.JSHeapUsedSize ?? 0) + 500_000);
  }, 60_000);
});

it('is written for browsers of 2018, as TVs have them', async () => {
  const files = (await readdir('web/board')).filter((file) => /\.(js|css)$/.test(file));
  for (const file of files) {
    const source = await readFile(`web/board/${file}`, 'utf8');
    const loader = file.endsWith('.css') ? 'css' : 'js';
    const { code: lowered } = await transform(source, { loader, target: 'chrome63' });
    const { code: unchanged } = await transform(source, { loader });

    expect(lowered, file).toBe(unchanged);
  }
});
