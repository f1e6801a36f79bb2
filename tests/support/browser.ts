import { existsSync } from 'node:fs';
import { type Browser, chromium } from 'playwright-core';

/** Where Linux distributions install Chromium. */
const INSTALLED = ['/usr/bin/chromium', '/usr/bin/chromium-browser', '/snap/bin/chromium'];

/** Unpacks the packaged browser, where it is the one to use: test files that did it at once would meet half of it. */
export const prepareBrowser = async (): Promise<void> => {
  if (process.platform === 'linux' && !installed()) await unpack();
};

/**
 * Starts a browser: the one that `CHROME_PATH` names, an installed Chrome, Edge or Chromium, or else the Chromium that
 * an npm package brings along, which runs on Linux and needs nothing of the machine.
 */
export const launchBrowser = async (): Promise<Browser> => {
  const path = installed();
  if (path) return chromium.launch({ executablePath: path, args: ['--no-sandbox'] });
  for (const channel of ['chrome', 'msedge']) {
    const browser = await chromium.launch({ channel }).catch(() => undefined);
    if (browser) return browser;
  }
  return launchPackaged();
};

const installed = (): string | undefined =>
  process.env.CHROME_PATH ?? INSTALLED.find((file) => existsSync(file));

const launchPackaged = async (): Promise<Browser> =>
  chromium.launch({
    executablePath: await unpack(),
    args: ['--no-sandbox', '--no-zygote', '--disable-gpu'],
  });

const unpack = async (): Promise<string> => {
  // The package unpacks the system libraries that it needs, and says where they are, when it believes to be in a Lambda.
  process.env.AWS_EXECUTION_ENV ??= 'AWS_Lambda_nodejs24.x';
  const { default: packaged } = await import('@sparticuz/chromium');
  return packaged.executablePath();
};
