import { readFile } from 'node:fs/promises';
import { build } from 'esbuild';
import { setting } from '../lib/env.ts';
import { type Answer, type Endpoint, endpoint } from '../lib/http/endpoint.ts';
import { Problem } from '../lib/http/problem.ts';
import type { Settings } from '../web/console/settings.ts';
import { DEMO_APPS } from './demo.ts';

/** A page of the console. `sources`: where its content (.html) and style (.css) lie; `script`: where its code begins. */
type Page = { name: string; path: string; title: string; sources: string; script: string };

const FOLDER = 'web/console';

const PAGES: Page[] = [
  { name: 'callme', path: '/console', title: '取个号', sources: 'callme', script: 'main.ts' },
  {
    name: 'rental',
    path: '/console/rental',
    title: '借器材',
    sources: 'rental/rental',
    script: 'rental/rental.ts',
  },
  { name: 'h5', path: '/console/h5', title: '健康报告', sources: 'h5/h5', script: 'h5/h5.ts' },
];

/**
 * GET /console: a demo stall's hall display, its seller's phone and its eaters', and a log of all that they say.
 * GET /console/rental: a borrower's phone and the cabinet before it. GET /console/h5: a patient's reports.
 * Their parts are GET /console/<file>. Everything is made of `web/console` afresh each time: an edit shows at the next
 * reload.
 */
export const handler: Endpoint = endpoint(
  () => ({ error: 'There is no such file' }),
  async ({ rawPath, pathParameters }) => {
    const page = PAGES.find(({ path }) => path === rawPath);
    if (page) return write(page);
    const make = FILES[pathParameters?.file ?? ''];
    if (!make) throw new Problem('unknown route');
    return make();
  },
);

const write = async (page: Page): Promise<Answer> => {
  const { wechatUrl, liveUrl, cabinetsUrl } = settings();
  const origins = [wechatUrl, liveUrl, cabinetsUrl].map((url) => new URL(url).origin);
  const [frame, content] = await Promise.all(
    ['page', page.sources].map((source) => readFile(`${FOLDER}/${source}.html`, 'utf8')),
  );
  return {
    text: fill(frame as string, { ...page, links: linksFrom(page), content: content as string }),
    type: 'text/html; charset=utf-8',
    headers: {
      'content-security-policy': [
        "default-src 'none'",
        "script-src 'self'",
        "style-src 'self'",
        'img-src data:',
        "frame-src 'self'",
        `connect-src 'self' ${origins.join(' ')}`,
        "base-uri 'none'",
        "form-action 'none'",
      ].join('; '),
      // The API learns which page asks, and leads a login back to it.
      'referrer-policy': 'same-origin',
    },
  };
};

const linksFrom = (here: Page): string =>
  PAGES.map((page) => {
    const mark = page === here ? ' aria-current="page"' : '';
    return `<a href="${page.path}"${mark}>${page.title}</a>`;
  }).join('');

/** Puts values where a template names them in braces. */
const fill = (template: string, values: Record<string, string>): string =>
  template.replace(/\{(\w+)\}/g, (_, name: string) => values[name] ?? '');

/** One file of a source and all that it imports. */
const bundle = async (source: string, type: string): Promise<Answer> => {
  const { outputFiles } = await build({
    entryPoints: [`${FOLDER}/${source}`],
    bundle: true,
    write: false,
    format: 'esm',
    target: 'es2022',
    charset: 'utf8',
    sourcemap: 'inline',
  });
  return { bytes: outputFiles[0]?.contents ?? Buffer.alloc(0), type: `${type}; charset=utf-8` };
};

/** What the pages must know of this machine. */
const settings = (): Settings => {
  const appidOf = (name: string) => DEMO_APPS.find(({ appid }) => appid.endsWith(name))?.appid as string;
  return {
    liveUrl: setting('WEBSOCKET_URL'),
    wechatUrl: setting('WECHAT_API_BASE_URL').replace(/\/+$/, ''),
    cabinetsUrl: setting('CABINETS_URL'),
    apps: {
      eater: appidOf('eater'),
      seller: appidOf('seller'),
      rental: appidOf('rental'),
      h5: appidOf('h5'),
    },
  };
};

const FILES: Record<string, () => Answer | Promise<Answer>> = {
  'settings.json': () => ({ json: settings() }),
  ...Object.fromEntries(
    PAGES.flatMap(({ name, sources, script }) => [
      [`${name}.js`, () => bundle(script, 'text/javascript')],
      [`${name}.css`, () => bundle(`${sources}.css`, 'text/css')],
    ]),
  ),
};
