import { readFile } from 'node:fs/promises';
import { build } from 'esbuild';
import { setting } from '../lib/env.ts';
import { type Answer, type Endpoint, endpoint } from '../lib/http/endpoint.ts';
import { Problem } from '../lib/http/problem.ts';
import type { Settings } from '../web/console/settings.ts';
import { DEMO_APPS } from './demo.ts';

const FOLDER = 'web/console';

/**
 * GET /console: a demo stall's hall display, its seller's phone and its eaters', and a log of all that they say. Its
 * parts are GET /console/<file>. Everything is made of `web/console` afresh each time: an edit shows at the next reload.
 */
export const handler: Endpoint = endpoint(
  () => ({ error: 'There is no such file' }),
  async ({ pathParameters }) => {
    const { file } = pathParameters ?? {};
    if (file === undefined) return page();
    const make = FILES[file];
    if (!make) throw new Problem('unknown route');
    return make();
  },
);

const page = async (): Promise<Answer> => {
  const { wechatUrl, liveUrl } = settings();
  const origins = [wechatUrl, liveUrl].map((url) => new URL(url).origin);
  return {
    bytes: await readFile(`${FOLDER}/console.html`),
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
      'referrer-policy': 'no-referrer',
    },
  };
};

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

/** What the page must know of this machine. */
const settings = (): Settings => {
  const [eater, seller] = DEMO_APPS.map(({ appid }) => appid) as [string, string];
  return {
    liveUrl: setting('WEBSOCKET_URL'),
    wechatUrl: setting('WECHAT_API_BASE_URL').replace(/\/+$/, ''),
    apps: { eater, seller },
  };
};

const FILES: Record<string, () => Answer | Promise<Answer>> = {
  'console.js': () => bundle('main.ts', 'text/javascript'),
  'console.css': () => bundle('console.css', 'text/css'),
  'settings.json': () => ({ json: settings() }),
};
