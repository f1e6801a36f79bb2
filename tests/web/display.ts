import type { Browser, BrowserContext, Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, beforeEach, expect, vi } from 'vitest';
import { launchBrowser } from '../support/browser.ts';
import { ask, openCanteen, openStall, type StallFixture } from '../support/canteen.ts';
import { type Hall, startHall } from './hall.ts';

openCanteen();
// A machine that is busy with other tests is slow, which is no failure.
vi.setConfig({ testTimeout: 60_000 });

export const TV = { width: 1920, height: 1080 };
export const PHONE = { width: 390, height: 844 };
export const SCREENS = { '1080p': TV, '720p': { width: 1280, height: 720 }, phone: PHONE };

export let hall: Hall;
export let browser: Browser;
export let context: BrowserContext;
export let stall: StallFixture;
/** What went wrong in the display by itself: errors, and what its content security policy refused. */
const faults: string[] = [];
let pardoned: string[] = [];

beforeAll(async () => {
  hall = await startHall(async () => (await import('../../functions/callme/board_page.ts')).handler);
  stall = await openStall({ sellerName: '麻辣香锅' });
  browser = await launchBrowser();
});
afterAll(async () => {
  await browser.close();
  hall.stop();
});
beforeEach(async () => {
  faults.splice(0);
  pardoned = [];
  hall.answer('queue');
  hall.push({ waiting: [], called: [] });
  context = await browser.newContext({ viewport: TV });
});
afterEach(async () => {
  await context.close();
  expect(faults.filter((fault) => !pardoned.some((text) => fault.includes(text)))).toEqual([]);
});

/** Lets faults with this text pass, until the test is over. */
export const pardon = (text: string): void => {
  pardoned.push(text);
};

/** Where a stall's display is, of this hall rather than of the API. */
export const addressOf = async ({ sessionKey }: StallFixture, fields: object = {}): Promise<string> => {
  const { boardUrl } = await ask('board', { sessionKey, ...fields });
  return hall.origin + new URL(boardUrl as string).pathname + new URL(boardUrl as string).search;
};

/**
 * Opens a display. It notes what it announces, speaks and chimes; its voice speaks for as long as it is told. With
 * `clock`, time stands still in it once it shows the queue.
 */
export const openDisplay = async ({
  of = stall,
  more = '',
  voice = 50,
  clock = false,
} = {}): Promise<Page> => {
  const page = await context.newPage();
  page.on('pageerror', (error) => faults.push(String(error)));
  page.on('console', (message) => {
    const isOurs = !message.text().includes('WebSocket connection to');
    if (message.type() === 'error' && isOurs) faults.push(message.text());
  });
  if (clock) await page.clock.install();
  await page.addInitScript(listen, voice);
  await page.goto((await addressOf(of)) + more);
  await eventually(() => page.locator('#connecting').isHidden()).toBe(true);
  if (clock) await page.clock.pauseAt((await page.evaluate(() => Date.now())) + 1_000);
  return page;
};

/** Lets time pass in a display whose clock stands still, as long as nothing is under way to the server or from it. */
export const pass = async (page: Page, milliseconds: number): Promise<void> => {
  for (let left = milliseconds; left > 0; left -= 1_000) {
    await page.clock.runFor(Math.min(left, 1_000));
    await eventually(() => page.evaluate(() => window.socket?.readyState)).not.toBe(CONNECTING);
  }
};
const CONNECTING = 0;
/** Until the display knows that its connection is gone. */
export const disconnected = (page: Page) =>
  eventually(() => page.evaluate(() => window.socket?.readyState)).toBe(CLOSED);
const CLOSED = 3;

declare global {
  interface Window {
    announced: string[];
    spoken: string[];
    tones: number;
    /** How often it has connected, and the latest connection. */
    connects: number;
    socket?: WebSocket;
  }
}

/** Runs in the page. */
export const listen = (voice: number) => {
  Object.assign(window, { announced: [], spoken: [], tones: 0, connects: 0 });
  window.WebSocket = class extends WebSocket {
    constructor(url: string | URL) {
      super(url);
      window.connects += 1;
      window.socket = this;
    }
  };
  addEventListener('DOMContentLoaded', () => {
    const place = document.getElementById('announcement');
    if (!place) return;
    const note = () => place.textContent && window.announced.push(place.textContent);
    new MutationObserver(note).observe(place, { childList: true });
  });
  speechSynthesis.getVoices = () => [];
  speechSynthesis.cancel = () => {};
  speechSynthesis.speak = (utterance) => {
    window.spoken.push(`${utterance.lang} ${utterance.text}`);
    utterance.onstart?.({} as SpeechSynthesisEvent);
    setTimeout(() => utterance.onend?.({} as SpeechSynthesisEvent), voice);
  };
  const { start } = OscillatorNode.prototype;
  OscillatorNode.prototype.start = function (when) {
    window.tones += 1;
    start.call(this, when);
  };
};

export const text = (page: Page, selector: string) => page.locator(selector).innerText();
export const numbersOf = (page: Page, selector: string) => page.locator(`${selector} li`).allInnerTexts();
export const announcedBy = (page: Page) => page.evaluate(() => window.announced);
export const eventually = <T>(read: () => T) => expect.poll(read, { timeout: 30_000 });
export const range = (from: number, to: number) => Array.from({ length: to - from + 1 }, (_, i) => from + i);
