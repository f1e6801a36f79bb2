import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

/** A fenced block of code, and under which heading of the second level it stands. */
export type Block = { language: string; code: string; section: number };

export const ROOT = fileURLToPath(new URL('../..', import.meta.url));
export const READMES = ['README.md', 'README.zh-CN.md'];
export const CLIENT_READMES = ['client/README.md', 'client/README.zh-CN.md'];

/** Reads a file of the project, by its path from the project's folder. */
export const read = (path: string): string => readFileSync(`${ROOT}${path}`, 'utf8');

/** The fenced blocks of a Markdown text, in order. */
export const blocks = (markdown: string): Block[] =>
  sections(markdown).flatMap((text, section) =>
    Array.from(text.matchAll(/^```(\w*)\n([\s\S]*?)^```$/gm), ([, language = '', code = '']) => ({
      language,
      code,
      section,
    })),
  );

/** The headings of a Markdown text, without those that stand in code. */
export const headings = (markdown: string): { level: number; title: string }[] =>
  Array.from(prose(markdown).matchAll(/^(#+) (.+)$/gm), ([, marks = '', title = '']) => ({
    level: marks.length,
    title,
  }));

/** Where the links of a Markdown text lead. */
export const links = (markdown: string): string[] =>
  Array.from(prose(markdown).matchAll(/\]\(([^)\s]+)\)/g), ([, target = '']) => target);

/** The anchor that GitHub makes of a heading. */
export const anchorOf = (title: string): string =>
  title
    .toLowerCase()
    .replaceAll(/[^\p{L}\p{N}\s_-]/gu, '')
    .replaceAll(' ', '-');

/** The names that stand as code in the first cell of a section's table rows. */
export const firstCells = (markdown: string, section: number): string[] =>
  Array.from((sections(markdown)[section] ?? '').matchAll(/^\| `(\w+)` +\|/gm), ([, name = '']) => name);

const sections = (markdown: string): string[] => markdown.split(/^(?=## )/m);

const prose = (markdown: string): string => markdown.replaceAll(/^```[\s\S]*?^```$/gm, '');
