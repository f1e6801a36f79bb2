import { describe, expect, it } from 'vitest';
import { inChinese } from '../../lib/http/chinese.ts';
import { Problem, STATUS } from '../../lib/http/problem.ts';
import { pathOf } from '../../lib/http/route-keys.ts';
import { ADDRESSES } from '../../lib/mina/addresses.ts';
import { MESSAGES } from '../../lib/mina/outcome.ts';
import { RETURN_CODES } from '../../lib/mina/session-server.ts';
import { read } from './markdown.ts';

describe('docs/mina.md', () => {
  const reference = read('docs/mina.md');
  const rows = reference
    .split('\n')
    .filter((line) => line.startsWith('| '))
    .map((line) => line.split('|').map((cell) => cell.trim()));

  it('names every address', () => {
    expect(
      Object.keys(ADDRESSES)
        .map(pathOf)
        .filter((path) => !reference.includes(path)),
    ).toEqual([]);
  });

  it('has a row for every failure that the code knows, and no other', () => {
    const start = rows.findIndex(([, cell]) => cell === '`msg`, `message`');
    const named = rows
      .slice(start + 2, start + 2 + Object.keys(MESSAGES).length)
      .map(([, cell = '']) => cell.replace(/ \(errcode \d+\)$/, ''));

    expect(named).toEqual(Object.values(MESSAGES));
  });

  it('has a row for every return code of the session server, and no other', () => {
    const named = rows.flatMap(([, code = '', name = '']) =>
      /^\d+$/.test(code) && /^`[A-Z_]+`$/.test(name) ? [[name.slice(1, -1), Number(code)]] : [],
    );

    expect(Object.fromEntries(named)).toEqual(RETURN_CODES);
  });

  it('has a row for every problem with a request', () => {
    const named = rows.flatMap(([, status = '', message = '']) =>
      /^[45]\d\d$/.test(status) ? [`${status} ${message}`] : [],
    );
    const kinds = Object.keys(STATUS) as (keyof typeof STATUS)[];

    expect(named.toSorted()).toEqual(
      kinds.map((kind) => `${STATUS[kind]} ${inChinese(new Problem(kind, 'code'), 'request id')}`).toSorted(),
    );
  });

  it('names every word that the dialects have for an error', () => {
    const code = ['wafer', 'wafer2'].map((name) => read(`lib/mina/${name}.ts`)).join('');
    const words = new Set(Array.from(code.matchAll(/'(ERR_\w+)'/g), ([, word]) => word as string));

    expect(words.size).toBeGreaterThan(5);
    expect([...words].filter((word) => !reference.includes(`\`${word}\``))).toEqual([]);
  });
});
