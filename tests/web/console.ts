import type { Browser, BrowserContextOptions, Page } from 'playwright-core';
import { expect } from 'vitest';
import { launchBrowser } from '../support/browser.ts';
import { type Product, startProduct } from '../support/product.ts';

export type Console = {
  product: Product;
  /** What went wrong in the pages by itself: errors, and what their content security policy refused. */
  faults: string[];
  /** An empty page in a browser of its own, without cookies. */
  newPage(options?: BrowserContextOptions): Promise<Page>;
  stop(): Promise<void>;
};

/** Starts the product and a browser to look at its console with. */
export const startConsole = async (): Promise<Console> => {
  const [product, browser] = await Promise.all([startProduct(), launchBrowser()]);
  const faults: string[] = [];
  return {
    product,
    faults,
    newPage: (options) => newPage(browser, faults, options),
    stop: async () => {
      await browser.close();
      await product.stop();
    },
  };
};

/** Waits until what is read is as expected. */
export const eventually = <T>(read: () => Promise<T>, timeout = 5_000) =>
  expect.poll(read, { timeout, interval: 20 });

/** The log's rows of one name, the newest first. */
export const logged = (page: Page, name: string) =>
  page.locator('#log li').filter({ has: page.locator('summary b', { hasText: new RegExp(`^${name}$`) }) });

const newPage = async (
  browser: Browser,
  faults: string[],
  options: BrowserContextOptions = {},
): Promise<Page> => {
  const context = await browser.newContext({ viewport: { width: 1440, height: 900 }, ...options });
  const page = await context.newPage();
  page.on('pageerror', (error) => faults.push(String(error)));
  page.on('console', (message) => message.type() === 'error' && faults.push(message.text()));
  return page;
};
