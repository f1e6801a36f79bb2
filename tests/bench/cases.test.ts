import { gzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { isOverSearch, isOverWork, longList, readByKey } from '../../bench/budget.ts';
import type { CallRow } from '../../bench/calls.ts';
import { says, toAnswer } from '../../bench/cases/case.ts';
import { makeDishes } from '../../bench/dishes.ts';
import { ALL_COUNTS, QUERY, searchRows, WHAT_IS_FOUND } from '../../bench/search.ts';

const row = (figures: Partial<CallRow>): CallRow => ({
  name: '',
  what: '',
  budget: readByKey,
  toBare: 1,
  calls: 0,
  inSequence: 0,
  read: 0,
  written: 0,
  isPartlyAssumed: false,
  s3: 0,
  wechat: 0,
  posts: 0,
  took: 0,
  own: 0,
  sdk: 0,
  ...figures,
});

describe('an answer', () => {
  const body = '{"flag":true,"data":[1]}';

  it('is read whether compressed or not', () => {
    const compressed = {
      statusCode: 200,
      headers: { 'content-encoding': 'gzip' },
      isBase64Encoded: true,
      body: gzipSync(body).toString('base64'),
    };

    expect(toAnswer(compressed)).toEqual({ flag: true, data: [1], statusCode: 200 });
    expect(toAnswer({ statusCode: 200, body })).toEqual(toAnswer(compressed));
  });

  it('of a file, or of nothing, is its status', () => {
    expect(toAnswer({ statusCode: 200, isBase64Encoded: true, body: 'iVBO' })).toEqual({ statusCode: 200 });
    expect(toAnswer({ statusCode: 302, body: '' })).toEqual({ statusCode: 302 });
  });

  it('of another text, such as XML, is that text', () => {
    expect(toAnswer({ statusCode: 200, body: '<xml></xml>' })).toEqual({
      text: '<xml></xml>',
      statusCode: 200,
    });
  });

  it('has its HTTP status apart from a status that its body names', () => {
    expect(toAnswer({ statusCode: 403, body: '{"status":"error: invalid signature"}' })).toEqual({
      status: 'error: invalid signature',
      statusCode: 403,
    });
  });

  it('is expected with HTTP status 200 unless another is named', () => {
    expect(says({ statusCode: 200, flag: true }, { flag: true })).toBe(true);
    expect(says({ statusCode: 500, flag: true }, { flag: true })).toBe(false);
    expect(says({ statusCode: 405, flag: false }, { flag: false, statusCode: 405 })).toBe(true);
    expect(says({ statusCode: 200, flag: false }, { flag: true })).toBe(false);
  });
});

it('a catalogue has every name and id once, and is the same in every run', () => {
  const dishes = makeDishes(10_000);

  expect(new Set(dishes.map(({ name }) => name)).size).toBe(10_000);
  expect(new Set(dishes.map(({ id }) => id)).size).toBe(10_000);
  expect(makeDishes(10)).toEqual(dishes.slice(0, 10));
});

describe('budgets', () => {
  it('limit the own work of all but long lists', () => {
    expect(isOverWork(row({ own: 1.5, sdk: 0.4 }))).toBe(true);
    expect(isOverWork(row({ own: 1.5, sdk: 0.6 }))).toBe(false);
    expect(isOverWork(row({ own: 50, budget: longList(1, '') }))).toBe(false);
  });

  it('hold a search against a Query of what it finds, unless the container is new', () => {
    const search = { name: 'recipes-menus_like' };
    const rows = searchRows([
      row({ name: 'recipes-menus', took: 90 }),
      row({ name: QUERY, what: WHAT_IS_FOUND, took: 10 }),
      row({ name: QUERY, what: ALL_COUNTS, took: 100 }),
      row({ ...search, what: 'warm', took: 21 }),
      row({ ...search, what: 'looks again', took: 19 }),
      row({ ...search, what: 'cold', took: 50 }),
    ]);

    expect(rows.map(({ what, toFound, toAll }) => [what, toFound, toAll])).toEqual([
      [WHAT_IS_FOUND, 1, 0.1],
      [ALL_COUNTS, 10, 1],
      ['warm', 2.1, 0.21],
      ['looks again', 1.9, 0.19],
      ['cold', 5, 0.5],
    ]);
    expect(rows.filter(isOverSearch).map(({ what }) => what)).toEqual(['warm']);
  });
});
