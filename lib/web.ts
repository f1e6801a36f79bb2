import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import type { Answer } from './http/endpoint.ts';

/** What a page is shown with. */
export type Shown = {
  status?: number;
  headers?: Record<string, string>;
  /** `light` or `dark`; anything else leaves it to the device. */
  theme?: string | undefined;
  /** Fills the page's `<script type="application/json">` blocks, by their id. */
  data?: Record<string, unknown>;
  /** Origins that the page may connect to besides its own. */
  connect?: string[];
};

/** `version` changes whenever one of the page's files does. */
export type Page = { version: string; show: (shown: Shown) => Answer };

const STYLESHEET = /<link rel="stylesheet" href="([^"]+)"([^>]*?) ?\/?>/g;
const SCRIPT = /<script src="([^"]+)"><\/script>/g;
const DATA_BLOCK = /(<script id="([^"]+)" type="application\/json">)(<\/script>)/g;
const DARK_BY_DEVICE = 'media="(prefers-color-scheme: dark)"';
const DARK_BY_THEME: Record<string, string> = { light: 'media="not all"', dark: 'media="all"' };

/**
 * Reads a page of `web/` with the styles and scripts that it links to, once, to show it as often as it is asked for:
 * as one HTML document that needs no second request, and that runs no script but these whatever its data says.
 */
export const readPage = async (file: string): Promise<Page> => {
  const { html, styles, scripts } = await inline(file);
  const policy = [
    "default-src 'none'",
    `style-src ${sources(styles)}`,
    `script-src ${sources(scripts)}`,
    'img-src data:',
    "base-uri 'none'",
    "form-action 'none'",
  ];

  const show = ({ status = 200, headers, theme = '', data = {}, connect = [] }: Shown): Answer => {
    const page = html
      .replace(DARK_BY_DEVICE, DARK_BY_THEME[theme] ?? DARK_BY_DEVICE)
      .replace(DATA_BLOCK, (_, begin, id, end) => begin + escapedJson(data[id]) + end);
    return {
      status,
      bytes: Buffer.from(page),
      type: 'text/html; charset=utf-8',
      headers: {
        'content-security-policy': [...policy, `connect-src ${["'self'", ...connect].join(' ')}`].join('; '),
        // Addresses may hold keys.
        'referrer-policy': 'no-referrer',
        ...headers,
      },
    };
  };
  return { version: sha256(html).toString('hex'), show };
};

/** Puts the text of styles and scripts where a page links to them. */
const inline = async (file: string): Promise<{ html: string; styles: string[]; scripts: string[] }> => {
  const template = await readText(file);
  const names = [...template.matchAll(STYLESHEET), ...template.matchAll(SCRIPT)].map(
    ([, name]) => name ?? '',
  );
  const texts = await Promise.all(names.map((name) => readText(join(dirname(file), name))));
  const textOf = (name: string): string => texts[names.indexOf(name)] ?? '';

  const html = template
    .replace(STYLESHEET, (_, name, attributes) => `<style${attributes}>${textOf(name)}</style>`)
    .replace(SCRIPT, (_, name) => `<script>${textOf(name)}</script>`);
  const endingWith = (extension: string) => texts.filter((_, i) => names[i]?.endsWith(extension));
  return { html, styles: endingWith('.css'), scripts: endingWith('.js') };
};

/** The working directory is the project's folder, and in a Lambda the package's. */
const readText = (file: string): Promise<string> => readFile(join('web', file), 'utf8');

const sha256 = (text: string): Buffer => createHash('sha256').update(text).digest();

/** How a content security policy names inline scripts or styles. */
const sources = (texts: string[]): string =>
  texts.map((text) => `'sha256-${sha256(text).toString('base64')}'`).join(' ') || "'none'";

/** JSON that no text in it can end: `</script>` and `<!--` mean nothing in it. */
const escapedJson = (value: unknown): string => JSON.stringify(value ?? null).replaceAll('<', '\\u003c');
