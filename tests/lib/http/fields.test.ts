import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import * as z from 'zod/mini';
import { check, flag, integer, opaque, required, text } from '../../../lib/http/fields.ts';
import { Problem } from '../../../lib/http/problem.ts';

const problemOf = (act: () => unknown): { kind: string; field: string | undefined } => {
  try {
    return { kind: `none: ${JSON.stringify(act())}`, field: undefined };
  } catch (error) {
    if (!(error instanceof Problem)) throw error;
    return { kind: error.kind, field: error.field };
  }
};
const wrong = (field: string) => ({ kind: 'invalid field', field });

describe('integer', () => {
  const read = (n: unknown) => check({ n: integer() }, { n }).n;
  const readSmall = (n: unknown) => check({ n: integer(1, 99) }, { n }).n;

  it.each([
    [7, 7],
    [-7, -7],
    [0, 0],
    [1.0, 1],
    ['7', 7],
    ['-7', -7],
    ['007', 7],
    ['999999999', 999_999_999],
    [-999_999_999, -999_999_999],
  ])('takes %j', (given, value) => {
    expect(read(given)).toBe(value);
  });

  it.each([
    1.5,
    '1.5',
    '1.0',
    'abc',
    '',
    ' ',
    ' 1',
    '1 ',
    '1\n',
    '+1',
    '--1',
    '1e3',
    '0x10',
    '١',
    '１',
    1e21,
    '1000000000',
    '0000000007',
    1_000_000_000,
    -1_000_000_000,
    Number.NaN,
    Number.POSITIVE_INFINITY,
    null,
    undefined,
    true,
    [],
    [1],
    {},
    1n,
  ])('refuses %s', (given) => {
    expect(problemOf(() => read(given))).toEqual(wrong('n'));
  });

  it('keeps to its range, as a number and as a text', () => {
    for (const given of [1, 99, '1', '99', '01']) expect(readSmall(given)).toBe(Number(given));
    for (const given of [0, 100, -1, '0', '100', '-1', '-0'])
      expect(problemOf(() => readSmall(given))).toEqual(wrong('n'));
  });

  it('reads every integer of its range the same from a number and from a text', () => {
    fc.assert(
      fc.property(fc.integer({ min: -999_999_999, max: 999_999_999 }), (n) => {
        expect(read(n)).toBe(n);
        expect(read(String(n))).toBe(n);
      }),
    );
  });
});

describe('text', () => {
  const read = (t: unknown, most = 4, least = 1) => check({ t: text(most, least) }, { t }).t;

  it('counts an emoji as one character, and takes up to the limit', () => {
    expect(read('麻辣香锅')).toBe('麻辣香锅');
    expect(read('🍲🍜🍚🥢')).toBe('🍲🍜🍚🥢');
    expect(problemOf(() => read('麻辣香锅!'))).toEqual(wrong('t'));
    expect(problemOf(() => read('🍲🍜🍚🥢🍲'))).toEqual(wrong('t'));
  });

  it('is not empty, unless it may be', () => {
    expect(problemOf(() => read(''))).toEqual(wrong('t'));
    expect(read('', 4, 0)).toBe('');
    expect(problemOf(() => read('x', 4, 2))).toEqual(wrong('t'));
    expect(problemOf(() => read('🍲', 4, 2))).toEqual(wrong('t'));
  });

  it.each(['\ud83c', '\udf72', 'a\ud83cb', '\udf72\ud83c'])('refuses half an emoji: %j', (half) => {
    expect(problemOf(() => read(half))).toEqual(wrong('t'));
  });

  it.each([1, true, null, undefined, ['a'], {}, { length: 1 }])('refuses %j', (given) => {
    expect(problemOf(() => read(given))).toEqual(wrong('t'));
  });
});

describe('text for people', () => {
  const read = (t: unknown) => check({ t: text(4) }, { t }).t;

  it('is taken as it is seen, and counted after that', () => {
    expect(read(' \u200b麻辣香锅\u3000')).toBe('麻辣香锅');
    expect(read('a\r\nb')).toBe('a\nb');
  });

  it.each([' ', '\u3000', '\u200b', 'ㅤ', '\n'])('is missing where nothing is seen: %j', (blank) => {
    expect(problemOf(() => read(blank))).toEqual(wrong('t'));
  });

  it.each(['\0', 'a\tb', 'a\rb', '\x1b[0m'])('has no control characters: %j', (given) => {
    expect(problemOf(() => read(given))).toEqual(wrong('t'));
  });
});

describe('opaque', () => {
  const read = (key: unknown) => check({ key: opaque(4) }, { key }).key;

  it('is kept letter by letter', () => {
    expect(read(' \u200bx')).toBe(' \u200bx');
  });

  it.each(['', '12345', '\0', 'a\n', '\ud83c', 1, null])('is not %j', (given) => {
    expect(problemOf(() => read(given))).toEqual(wrong('key'));
  });
});

describe('flag', () => {
  const read = (f: unknown) => check({ f: flag }, { f }).f;

  it.each([
    [true, true],
    [false, false],
    ['true', true],
    ['false', false],
  ])('takes %j', (given, value) => {
    expect(read(given)).toBe(value);
  });

  it.each(['yes', 'TRUE', '', '1', 1, 0, null, undefined, [], {}])('refuses %j', (given) => {
    expect(problemOf(() => read(given))).toEqual(wrong('f'));
  });
});

describe('check', () => {
  const fields = { a: integer(), b: z.optional(text(5)) };

  it('drops what the fields do not name', () => {
    expect(check(fields, { a: 1, c: 2, query: 'x' })).toEqual({ a: 1 });
    expect(check({}, JSON.parse('{"__proto__":{"a":1},"constructor":1}'))).toEqual({});
  });

  it('takes an optional field that is left out, and refuses one that is wrong', () => {
    expect(check(fields, { a: 1 }).b).toBeUndefined();
    expect(check(fields, { a: 1, b: 'x' })).toEqual({ a: 1, b: 'x' });
    expect(problemOf(() => check(fields, { a: 1, b: 2 }))).toEqual(wrong('b'));
    expect(problemOf(() => check(fields, { a: 1, b: null }))).toEqual(wrong('b'));
  });

  it('names the first field that is missing or wrong, in the order of the fields', () => {
    expect(problemOf(() => check(fields, { b: 1 }))).toEqual(wrong('a'));
    expect(problemOf(() => check({ list: z.array(text(3)) }, { list: ['ok', 1] }))).toEqual(wrong('list'));
  });

  it('finds no field in what every object inherits', () => {
    expect(problemOf(() => check({ constructor: z.optional(text(5)), a: text(5) }, {}))).toMatchObject({
      kind: 'invalid field',
    });
    expect(problemOf(() => check({ toString: text(5) }, {}))).toEqual(wrong('toString'));
  });

  it('puts no value into its message', () => {
    expect(() => check({ code: integer() }, { code: 'a-secret-code' })).toThrow(/^invalid field: code$/);
  });
});

describe('required', () => {
  it('gives back what is there, falsy or not', () => {
    expect([required(0, 'n'), required('', 'n'), required(false, 'n')]).toEqual([0, '', false]);
  });

  it('names the field that is missing', () => {
    expect(problemOf(() => required(undefined, 'sellerId'))).toEqual(wrong('sellerId'));
  });
});
