import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { isBroken, plainNumber, seen } from '../../../lib/http/text.ts';

describe('seen', () => {
  it.each([
    ['  麻辣香锅　', '麻辣香锅'],
    ['\u00a0\u3000 \n\t ', ''],
    ['\u200b\u200d\u2060\ufeff\u00ad', ''],
    ['ㅤ\u2800\u115f\uffa0', ''],
    ['\u202e锅香辣麻\u202c', '锅香辣麻'],
    ['a\u2066b\u2069c\u061c', 'abc'],
    ['面\u200b条', '面条'],
    ['面\u200d条', '面条'],
    ['不要辣\n多放葱', '不要辣\n多放葱'],
  ])('makes %j into %j', (given, left) => {
    expect(seen(given)).toBe(left);
  });

  it.each([
    ['a family', '👨‍👩‍👧‍👦'],
    ['a cook of a skin colour', '👩🏽‍🍳'],
    ['a heart in red', '❤️'],
    ['a flag in rainbow colours', '🏳️‍🌈'],
    ['the flag of Scotland', '🏴󠁧󠁢󠁳󠁣󠁴󠁿'],
    ['a keycap', '1️⃣'],
    ['a character in an older form', '葛\u{e0100}'],
    ['Persian with a joiner that parts letters', 'می‌خواهم'],
    ['Sinhala with a joiner that binds letters', 'ශ්‍රී'],
  ])('leaves %s whole', (_, text) => {
    expect(seen(text)).toBe(text);
  });

  it('has nothing left to take away the second time', () => {
    const letters = fc.constantFrom(...'a面 \u200b\u200d\u200c\u202e\u3000\u2800👩🍳\ufe0f🏽می\u{e0067}🏴\n');

    fc.assert(
      fc.property(fc.array(letters, { maxLength: 12 }), (array) => {
        const once = seen(array.join(''));
        expect(seen(once)).toBe(once);
      }),
      { numRuns: 500 },
    );
  });
});

describe('isBroken', () => {
  it.each(['a\0b', '\x07', '\t', '\r', '\x7f', '\x85', '\ud83c', '\udf72x'])('is %j', (text) => {
    expect(isBroken(text)).toBe(true);
  });

  it.each(['', 'a\nb', '🍲', '\u200b'])('is not %j', (text) => {
    expect(isBroken(text)).toBe(false);
  });
});

describe('plainNumber', () => {
  it.each([
    ['138 0013 8000', '13800138000'],
    ['(138) 0013–8000', '13800138000'],
    ['+86 138-0013-8000', '13800138000'],
    ['008613800138000', '13800138000'],
    ['８６', '86'],
    ['＋８６１３８００１３８０００', '13800138000'],
    ['\u202d13800138000\u202c', '13800138000'],
    ['8613800138000', '8613800138000'],
    ['+1 555 0100', '+15550100'],
    ['abc', 'abc'],
  ])('makes %j into %j', (given, plain) => {
    expect(plainNumber(given)).toBe(plain);
  });
});
