import { globSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { headings, ROOT, read } from './markdown.ts';

const reference = read('docs/recipes.md');
const found = (text: string, pattern: RegExp): string[] =>
  Array.from(text.matchAll(pattern), ([, word = '']) => word);

describe('docs/recipes.md', () => {
  it('has a chapter for every route', () => {
    const declared = parse(read('functions/recipes/functions.yml'), { logLevel: 'error' }) as Record<
      string,
      { events: { httpApi: string }[] }
    >;
    const routes = Object.values(declared).flatMap(({ events }) => events.map(({ httpApi }) => httpApi));
    const chapters = headings(reference).flatMap(({ title }) => title.split(', '));

    expect(routes.filter((route) => !chapters.includes(route))).toEqual(['GET /menus/like']);
    expect(reference).toContain('`GET /menus/like?stuff=<names>&tools=<names>`');
  });

  it('names every message that the code knows', () => {
    const functions = globSync('functions/recipes/*.ts', { cwd: ROOT }).map(read).join('\n');
    const done = found(functions, /(?:Route\(|done: )'(.+?)'/g);
    const failed = found(read('lib/recipes/outcome.ts'), /^ {2}\| '(.+)'/gm);
    const wrong = found(read('lib/http/chinese.ts'), /: ['`](.*)['`],/g).map((message) =>
      message.replace(`\${field}`, '<field>').replace(`\${requestId}`, '<id>'),
    );

    expect([done.length, failed.length, wrong.length]).toEqual([15, 7, 7]);
    expect([...done, ...failed, ...wrong].filter((message) => !reference.includes(`\`${message}\``))).toEqual(
      [],
    );
  });
});
