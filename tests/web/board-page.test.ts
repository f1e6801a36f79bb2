import { describe, expect, it } from 'vitest';
import { ask, openStall } from '../support/canteen.ts';
import {
  addressOf,
  context,
  eventually,
  hall,
  numbersOf,
  openDisplay,
  range,
  SCREENS,
  stall,
  text,
} from './display.ts';

describe('its page', () => {
  it('shows a stall’s name as text, whatever it is', async () => {
    const sellerName = '<img src=x onerror=x()></script>$&';
    const page = await openDisplay({ of: await openStall({ sellerName }) });

    expect(await text(page, 'h1')).toBe(sellerName);
    expect(await page.locator('img').count()).toBe(0);
  });

  it('is one request, and may run and load nothing but what it brings', async () => {
    const page = await context.newPage();
    const requests: string[] = [];
    page.on('request', (request) => requests.push(request.url()));
    const address = await addressOf(stall);
    const response = await page.goto(address);
    await page.locator('#welcome').waitFor();
    const { 'content-security-policy': policy = '', ...headers } = response?.headers() ?? {};

    expect(requests.filter((url) => !url.startsWith('data:'))).toEqual([address]);
    expect(headers).toMatchObject({
      'content-type': 'text/html; charset=utf-8',
      'cache-control': 'no-store',
      'referrer-policy': 'no-referrer',
      'x-content-type-options': 'nosniff',
    });
    expect(policy).toMatch(/^default-src 'none'; /);
    expect(policy).toContain(`connect-src 'self' ${process.env.WEBSOCKET_URL}`);
    expect(policy).not.toContain('unsafe');
    expect((await response?.body())?.length).toBeLessThan(60_000);
  });

  it.each([
    ['light', 'dark', 'rgb(243, 241, 236)'],
    ['dark', 'light', 'rgb(12, 17, 15)'],
  ] as const)('is %s when the device is, and when the address says so', async (theme, other, color) => {
    const page = await openDisplay();
    const background = () => page.evaluate(() => getComputedStyle(document.body).backgroundColor);
    await page.emulateMedia({ colorScheme: theme });
    expect(await background()).toBe(color);

    await page.goto(`${page.url()}&theme=${theme}`);
    await page.emulateMedia({ colorScheme: other });
    expect(await background()).toBe(color);
  });

  it('takes a new version of itself at four in the morning, when nobody waits', async () => {
    const page = await context.newPage();
    const loads: number[] = [];
    page.on('load', () => loads.push(1));
    await page.clock.install({ time: new Date('2026-11-20T03:59:30+08:00') });
    const renamed = await openStall({ sellerName: '旧名' });
    await page.goto(await addressOf(renamed));
    await page.locator('#welcome').waitFor();
    await ask('info', { sessionKey: renamed.sessionKey, sellerName: '新名' });

    hall.push({ waiting: [1], called: [] });
    await page.locator('#preparing').waitFor();
    await page.clock.runFor(60_000);
    expect(await text(page, 'h1')).toBe('旧名');

    hall.push({ waiting: [], called: [] });
    await page.locator('#welcome').waitFor();
    await page.clock.fastForward('23:59:00');
    await page.clock.runFor(60_000);
    await page.locator('h1', { hasText: '新名' }).waitFor();
    await page.locator('#welcome').waitFor();
    await page.clock.fastForward('23:59:00');
    await page.clock.runFor(60_000);
    expect(loads).toHaveLength(2);
  });
});

describe.each(Object.entries(SCREENS))('on a screen of %s', (_, viewport) => {
  const COUNTS = [0, 1, 5, 30, 99];
  const cases = COUNTS.flatMap((called) =>
    COUNTS.map((waiting) => ({ called, waiting: Math.min(waiting, 99 - called) })),
  );

  it('every number is to be seen whole, however many there are', async () => {
    const page = await openDisplay();
    await page.setViewportSize(viewport);
    await page.emulateMedia({ reducedMotion: 'reduce' });
    for (const { called, waiting } of cases) {
      hall.push({ called: range(1, called), waiting: range(called + 1, called + waiting) });
      await eventually(() => numbersOf(page, '#waiting')).toHaveLength(waiting);
      await eventually(() => text(page, '#newest')).toBe(called === 0 ? '' : String(called));
      const { outside, overlapping, smallest } = await page.evaluate(measure);

      expect({ called, waiting, outside, overlapping }).toEqual({
        called,
        waiting,
        outside: [],
        overlapping: [],
      });
      expect(smallest).toBeGreaterThanOrEqual(viewport.height / 60);
    }
  });
});

/** Runs in the page: numbers that stick out of their section or the screen, or lie over another, and the type size. */
const measure = () => {
  const root = document.documentElement;
  const numbers = Array.from(document.querySelectorAll('li, #newest span'));
  // Digits are less high than their line, and lie in its middle.
  const boxOf = (element: Element) => {
    const line = document.createRange();
    line.selectNodeContents(element);
    const { left, right, top, bottom } = line.getBoundingClientRect();
    const [middle, height] = [
      (top + bottom) / 2,
      Number.parseFloat(getComputedStyle(element).fontSize) * 0.8,
    ];
    return { left, right, top: middle - height / 2, bottom: middle + height / 2 };
  };
  const isInside = (element: Element) => {
    const box = boxOf(element);
    const section = (element.closest('section') as Element).getBoundingClientRect();
    const [right, bottom] = [Math.min(section.right, innerWidth), Math.min(section.bottom, innerHeight)];
    return (
      box.left >= section.left && box.right <= right + 1 && box.top >= section.top && box.bottom <= bottom + 1
    );
  };
  const isOverNext = (element: Element) => {
    const next = element.nextElementSibling;
    if (!next) return false;
    const [a, b] = [boxOf(element), boxOf(next)];
    return a.right > b.left && b.top < a.bottom;
  };
  const scrolls = root.scrollWidth > innerWidth || root.scrollHeight > innerHeight ? ['page'] : [];
  return {
    outside: [
      ...numbers.filter((element) => !isInside(element)).map((element) => element.textContent),
      ...scrolls,
    ],
    overlapping: numbers.filter(isOverNext).map((element) => element.textContent),
    smallest: Math.min(...numbers.map((element) => Number.parseFloat(getComputedStyle(element).fontSize))),
  };
};
