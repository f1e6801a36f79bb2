import { readFile } from 'node:fs/promises';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Figures } from '../../web/figures/columns.ts';
import { picture } from '../../web/figures/picture.ts';
import { launchBrowser } from '../support/browser.ts';

let browser: Browser;
let page: Page;
let style: string;

beforeAll(async () => {
  browser = await launchBrowser();
  page = await browser.newPage();
  style = await readFile('web/figures/figures.css', 'utf8');
});
afterAll(() => browser.close());

const waits = (seconds: number) => ({
  averageWaitSeconds: seconds,
  medianWaitSeconds: Math.round(seconds * 0.9),
  p90WaitSeconds: seconds * 2,
});
const NO_WAITS = { averageWaitSeconds: null, medianWaitSeconds: null, p90WaitSeconds: null };
const hours = (count: number, fetched: number, wait: number | null) =>
  Array.from({ length: count }, (_, hour) => ({
    ...{ hour, fetched: (fetched * (hour + 1)) / count, called: Math.round(fetched / 2) },
    averageWaitSeconds: hour % 5 === 3 ? null : wait,
  }));
const days = (count: number) =>
  Array.from({ length: count }, (_, i) => ({
    ...{ day: `2026-10-${String(i + 1).padStart(2, '0')}`, fetched: 300 + i, called: 290 },
    ...(i % 7 > 4 ? NO_WAITS : waits(3_000)),
  }));

const PICTURES: [what: string, figures: Figures, desc: RegExp][] = [
  [
    'a day',
    { ...waits(262), byHour: hours(13, 130, 262) },
    /^等待 wait: 平均 mean 4\.4 分 min, .*12 时 h: 取号 fetched 130/,
  ],
  ['a whole day', { ...waits(7_000), byHour: hours(24, 2_400, 7_000) }, /23 时 h/],
  [
    'an hour',
    { ...waits(42), byHour: hours(1, 1, 42) },
    /0 时 h: 取号 fetched 1, 叫号 called 1, 等待 wait 平均 mean 0\.7 分 min\.$/,
  ],
  ['hours without a call', { ...NO_WAITS, byHour: hours(3, 9, null) }, /平均 mean –, 中位 median –/],
  ['a day without customers', { ...NO_WAITS, byHour: [] }, /^还没有号 no numbers yet$/],
  ['a week', { ...waits(262), byHour: [], days: days(7) }, /10-07: 取号 fetched 306.*中位 median –/],
  ['62 days', { ...waits(262), byHour: [], days: [...days(31), ...days(31)] }, /10-31/],
];

/** What a picture is made of, as the browser has laid it out. */
const laidOut = () =>
  page.evaluate(() => {
    const svg = document.querySelector('svg') as SVGSVGElement;
    const { x, y, width, height } = svg.viewBox.baseVal;
    const texts = Array.from(svg.querySelectorAll('text'), (text) => {
      const box = text.getBBox();
      return { says: text.textContent ?? '', box: [box.x, box.y, box.x + box.width, box.y + box.height] };
    });
    return { sheet: [x, y, x + width, y + height], texts, isBroken: svg.outerHTML.includes('NaN') };
  });

type Box = number[];
const isWithin = ([left = 0, top = 0, right = 0, bottom = 0]: Box, [l = 0, t = 0, r = 0, b = 0]: Box) =>
  left >= l && top >= t && right <= r && bottom <= b;
/** Letters are less high than the box that they are in. */
const overlap = ([l = 0, t = 0, r = 0, b = 0]: Box, [left = 0, top = 0, right = 0, bottom = 0]: Box) =>
  Math.min(r, right) - Math.max(l, left) > 1 && Math.min(b, bottom) - Math.max(t, top) > 4;

describe.each([256, 320, 720])('a picture of %i pixels', (width) => {
  it.each(PICTURES)('shows %s, with no text over another or beyond the paper', async (_, figures, desc) => {
    await page.setContent(`<style>${style}</style>${picture(figures, { title: 'x', width })}`);
    const { sheet, texts, isBroken } = await laidOut();

    expect(isBroken).toBe(false);
    expect(texts.filter(({ box }) => !isWithin(box, sheet))).toEqual([]);
    const pairs = texts.flatMap((one, i) => texts.slice(i + 1).map((other) => [one, other] as const));
    expect(pairs.filter(([one, other]) => overlap(one.box, other.box))).toEqual([]);
    expect(await page.locator('svg desc').textContent()).toMatch(desc);
  });
});

describe('a picture that stands alone', () => {
  const figures = { ...waits(262), byHour: hours(13, 130, 262) };
  const show = async (colorScheme: 'light' | 'dark') => {
    await page.emulateMedia({ colorScheme });
    const svg = picture(figures, { title: '一 & <二>', width: 720, style });
    await page.goto(`data:image/svg+xml;charset=utf-8,${encodeURIComponent(svg)}`);
    return page.locator('.paper').evaluate((paper) => getComputedStyle(paper).fill);
  };

  it('is as light or as dark as the device', async () => {
    expect(await show('light')).toBe('rgb(255, 255, 255)');
    expect(await show('dark')).toBe('rgb(21, 28, 25)');
  });

  it('says whose figures it shows', async () => {
    await show('light');

    expect(await page.locator('text').first().textContent()).toBe('一 & <二>');
    expect(await page.getByRole('img', { name: /^一 & <二>/ }).count()).toBe(1);
  });
});
