import { existsSync, globSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { QUERIES } from '../../lib/callme/names.ts';
import {
  anchorOf,
  blocks,
  CLIENT_READMES,
  firstCells,
  headings,
  links,
  READMES,
  ROOT,
  read,
} from './markdown.ts';

/** The section of the table of queries: the introduction is 0. */
const TABLE = 3;

const documents = globSync(['*.md', 'docs/*.md', 'client/*.md'], { cwd: ROOT }).map((path) =>
  path.replaceAll('\\', '/'),
);

describe.each(documents)('%s', (document) => {
  const targets = links(read(document)).filter((target) => !/^https?:/.test(target));

  it('links to what is there', () => {
    const broken = targets.filter((target) => {
      const [path = '', anchor] = target.split('#');
      const file = path === '' ? document : join(dirname(document), path);
      if (!existsSync(join(ROOT, file))) return true;
      return anchor !== undefined && !headings(read(file)).some(({ title }) => anchorOf(title) === anchor);
    });

    expect(broken).toEqual([]);
  });

  it('names npm scripts that there are', () => {
    const { scripts } = JSON.parse(read('package.json')) as { scripts: Record<string, string> };
    const named = Array.from(read(document).matchAll(/npm run ([\w:-]+)/g), ([, name = '']) => name);

    expect(named.filter((name) => !(name in scripts))).toEqual([]);
  });
});

describe.each([[READMES], [CLIENT_READMES]])('%s', (readmes) => {
  const [english = '', chinese = ''] = readmes.map(read);

  it('have the same headings, level by level', () => {
    const levels = (text: string) => headings(text).map(({ level }) => level);

    expect(levels(chinese)).toEqual(levels(english));
  });

  it('have the same code', () => {
    // What is drawn, and what stands in comments, is in each one's own language.
    const code = (text: string) =>
      blocks(text).map(({ language, code, section }) =>
        language === 'mermaid'
          ? { language, section }
          : { language, section, code: code.replaceAll(/ (#|\/\/) .*/g, '') },
      );

    expect(code(chinese)).toEqual(code(english));
  });
});

describe('the READMEs', () => {
  it.each(READMES)('%s has every query in its table, and no other', (readme) => {
    const named = new Set(firstCells(read(readme), TABLE));

    expect([...named].toSorted()).toEqual([...QUERIES].toSorted());
  });
});

describe('docs/callme.md', () => {
  const reference = read('docs/callme.md');

  it('has a chapter for every query', () => {
    const chapters = headings(reference).map(({ title }) => title);

    expect(QUERIES.filter((query) => !chapters.includes(query))).toEqual([]);
  });

  it('names every outcome that the code knows', () => {
    const words = Array.from(
      read('lib/callme/outcome.ts').matchAll(/^ {2}\| '(.+)'/gm),
      ([, word = '']) => word,
    );

    expect(words.length).toBeGreaterThan(10);
    expect(words.filter((word) => !reference.includes(word))).toEqual([]);
  });
});

describe('docs/live.md', () => {
  it('names every push and every message that the code knows', () => {
    const code = read('lib/callme/pushes.ts') + read('lib/http/socket.ts');
    const words = Array.from(
      code.matchAll(/(push|msg): '(.+?)'/g),
      ([, field, word]) => `"${field}":"${word}"`,
    );

    expect(words.length).toBeGreaterThan(10);
    expect(words.filter((word) => !read('docs/live.md').includes(word))).toEqual([]);
  });
});
