import { readdirSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { CODE } from '../../lib/h5/outcome.ts';
import { ROOT, read } from './markdown.ts';

const reference = read('docs/h5.md');
const sources = readdirSync(`${ROOT}lib/h5`).filter((name) => name.endsWith('.ts'));
const code = ['lib/http/chinese.ts', ...sources.map((name) => `lib/h5/${name}`)].map(read).join('\n');

describe('docs/h5.md', () => {
  it('names every code', () => {
    expect(Object.values(CODE).filter((number) => !reference.includes(`| ${number} `))).toEqual([]);
  });

  it('names every sentence that an answer may hold', () => {
    const sentences = Array.from(
      code.matchAll(/['`]((?:[^'`\n])*[\u4e00-\u9fff][^'`\n]*)['`]/g),
      ([, sentence = '']) => sentence,
    );
    // A name of a parameter or an id stands for all of them.
    const pattern = (sentence: string) =>
      new RegExp(
        sentence
          .split(/\$\{.*?\}/)
          .map((part) => part.replaceAll(/[.?*+^$()[\]{}|\\]/g, '\\$&'))
          .join('.+?'),
      );

    expect(sentences.length).toBeGreaterThan(15);
    expect(sentences.filter((sentence) => !pattern(sentence).test(reference))).toEqual([]);
  });

  it('names every route', () => {
    const functions = parse(read('functions/h5/functions.yml'), { logLevel: 'error' }) as Record<
      string,
      { events: { httpApi: string }[] }
    >;
    const routes = Object.values(functions).flatMap(({ events }) => events.map(({ httpApi }) => httpApi));

    expect(routes.length).toBe(14);
    expect(routes.filter((route) => !reference.includes(route))).toEqual([]);
  });

  it('names every setting, with its default', () => {
    const { params } = parse(read('serverless.yml'), { logLevel: 'error' }) as {
      params: { default: Record<string, string> };
    };
    const own = Object.keys(params.default).filter((name) => name.startsWith('h5'));

    expect(own.length).toBe(4);
    expect(own.filter((name) => !reference.includes(`| \`${name}\``))).toEqual([]);
    expect(reference).toContain(`\`${params.default.h5Engine}\``);
  });
});
