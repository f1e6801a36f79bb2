import { describe, expect, it } from 'vitest';
import {
  announcedBy,
  disconnected,
  eventually,
  hall,
  numbersOf,
  openDisplay,
  pass,
  range,
  text,
} from './display.ts';

describe('its sound', () => {
  it('chimes and speaks once it is enabled, and remembers that', async () => {
    const page = await openDisplay();
    expect(await text(page, '#sound')).toBe('开启声音 Enable sound');

    await page.locator('#sound').click();
    await eventually(() => page.locator('#sound').getAttribute('data-state')).toBe('on');
    hall.push({ waiting: [], called: [12] });
    await eventually(() => page.evaluate(() => window.spoken)).toEqual(['zh-CN 请 12 号取餐']);
    expect(await page.evaluate(() => window.tones)).toBe(4);

    await page.reload();
    await page.locator('h1').click();
    await eventually(() => page.locator('#sound').getAttribute('data-state')).toBe('on');
  });

  it('is silent before, and again after M', async () => {
    const page = await openDisplay({ clock: true });
    hall.push({ waiting: [], called: [1] });
    await eventually(() => announcedBy(page)).toHaveLength(1);
    await page.keyboard.press('m');
    await eventually(() => page.locator('#sound').getAttribute('aria-pressed')).toBe('true');
    await page.keyboard.press('M');
    await eventually(() => page.locator('#sound').getAttribute('aria-pressed')).toBe('false');
    hall.push({ waiting: [], called: [1, 2] });
    await eventually(() => text(page, '#newest')).toBe('2');
    await pass(page, 4_100);
    await eventually(() => announcedBy(page)).toHaveLength(2);

    expect(await page.evaluate(() => [window.tones, window.spoken])).toEqual([0, []]);
  });

  it('goes on after a voice that never ends, and where there is none', async () => {
    const page = await openDisplay({ clock: true, voice: 1e9 });
    await page.locator('#sound').click();
    await eventually(() => page.locator('#sound').getAttribute('data-state')).toBe('on');
    hall.push({ waiting: [], called: [1, 2, 3] });
    await eventually(() => announcedBy(page)).toHaveLength(1);
    await page.evaluate(() => Reflect.deleteProperty(window, 'speechSynthesis'));
    for (const _ of range(1, 8)) await page.clock.runFor(4_000);

    expect(await announcedBy(page)).toEqual([1, 2, 3].map((number) => `请 ${number} 号取餐`));
  });
});

describe('its connection', () => {
  it('when lost for long, is said to be; the numbers fade until it is back, and all is caught up', async () => {
    hall.push({ waiting: [2, 3], called: [1] });
    const page = await openDisplay({ clock: true });
    hall.close();
    await disconnected(page);
    await pass(page, 3_000);
    expect(await page.locator('#lost').isVisible()).toBe(true);
    expect(await text(page, '#lost')).toBe('连接中断，正在重连… Connection lost, reconnecting');
    await eventually(() =>
      page.locator('main').evaluate((main) => Number(getComputedStyle(main).opacity)),
    ).toBeLessThan(0.5);

    hall.push({ waiting: [4], called: [1, 2, 3] });
    await hall.open();
    await eventually(() => pass(page, 1_000).then(() => page.locator('#lost').isHidden())).toBe(true);
    expect(await text(page, '#newest')).toBe('3');
    expect(await numbersOf(page, '#waiting')).toEqual(['4']);
    await pass(page, 4_100);
    await eventually(() => announcedBy(page)).toEqual(['请 2 号取餐', '请 3 号取餐']);
  });

  it('is renewed without a word after a short cut', async () => {
    const page = await openDisplay({ clock: true });
    await page.evaluate(() => {
      const notice = document.getElementById('lost') as HTMLElement;
      new MutationObserver(() => window.announced.push('lost')).observe(notice, { attributes: true });
    });
    const asked = hall.asked();
    hall.cut();
    await disconnected(page);
    await page.clock.runFor(500);
    await eventually(() => hall.asked()).toBe(asked + 1);
    hall.push({ waiting: [5], called: [] });
    await eventually(() => numbersOf(page, '#waiting')).toEqual(['5']);
    await page.clock.runFor(5_000);

    expect(await announcedBy(page)).toEqual([]);
  });

  it('is asked for the queue each minute, and replaced when it does not answer', async () => {
    const page = await openDisplay({ clock: true });
    const asked = hall.asked();
    await page.clock.runFor(60_000);
    await eventually(() => hall.asked()).toBe(asked + 1);
    // What is pushed now is heard after the answer.
    hall.push({ waiting: [7], called: [] });
    await eventually(() => numbersOf(page, '#waiting')).toEqual(['7']);

    hall.answer('nothing');
    await page.clock.runFor(60_000);
    await eventually(() => hall.asked()).toBe(asked + 2);
    hall.answer('queue');
    await page.clock.runFor(11_000);
    await eventually(() => hall.asked()).toBe(asked + 3);
    await eventually(() => page.locator('#lost').isHidden()).toBe(true);
  });

  it('tries again and again, ever more slowly, while there is no server', async () => {
    const page = await openDisplay({ clock: true });
    hall.close();
    await disconnected(page);
    const connects = () => page.evaluate(() => window.connects);
    const before = await connects();
    // The refusals are real, and take their time; the pauses between them are the page's clock's.
    await pass(page, 15_000);
    const early = (await connects()) - before;
    await pass(page, 75_000);
    const later = await connects();
    await pass(page, 60_000);
    const late = (await connects()) - later;
    expect(early).toBeGreaterThanOrEqual(4);
    // Every 7.5 to 15 seconds by now, neither more often nor less.
    expect(late).toBeGreaterThanOrEqual(3);
    expect(late).toBeLessThanOrEqual(8);

    await hall.open();
    await eventually(() => pass(page, 1_000).then(() => page.locator('#lost').isHidden())).toBe(true);
  });
});
