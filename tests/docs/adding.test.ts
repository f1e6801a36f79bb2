import { describe, expect, it } from 'vitest';
import { blocks, read } from './markdown.ts';

/** Blocks that begin with the name of a file are that file's own words. */
const quotes = blocks(read('docs/adding-a-service.md')).flatMap(({ code }) => {
  const [, file, text] = /^(?:\/\/|#) ((?:\w+\/)*[\w.-]+\.(?:ts|yml))\n([\s\S]+)$/.exec(code) ?? [];
  return file && text ? [{ file, text }] : [];
});

describe('docs/adding-a-service.md', () => {
  it.each(quotes)('quotes $file as it is', ({ file, text }) => {
    expect(read(file)).toContain(text);
  });

  it('quotes every kind of file that a service has', () => {
    const kinds = new Set(quotes.map(({ file }) => file.split('/')[0]));

    expect([...kinds].toSorted()).toEqual(['functions', 'lib', 'resources', 'serverless.yml']);
  });
});
