import { describe, expect, it } from 'vitest';
import { list, table, widthOf } from '../../admin/table.ts';

describe('widthOf', () => {
  it.each([
    ['', 0],
    ['abc', 3],
    ['é', 1],
    ['e\u0301', 1],
    ['麻辣香锅', 8],
    ['（一）', 6],
    ['한글', 4],
    ['カレー', 6],
    ['🍜', 2],
    ['👨‍🍳', 2],
    ['☕️', 2],
    ['–', 1],
  ])('of "%s" is %i', (text, width) => expect(widthOf(text)).toBe(width));
});

describe('table', () => {
  it('aligns columns by what a terminal draws, numbers to the right', () => {
    const rows = [
      ['id', 'name', 'tel'],
      [7, '麻辣香锅', '138'],
      [1234, 'Noodles', undefined],
    ];

    expect(table(rows)).toBe(['id    name      tel', '   7  麻辣香锅  138', '1234  Noodles   –'].join('\n'));
  });

  it('lets no name steer the terminal', () => {
    expect(table([['a\u001b[2Jb\nc\u202ed']])).toBe('a?[2Jb?c?d');
  });

  it('has a sentence for an empty list', () => {
    expect(list(['id'], [], 'There is none.')).toBe('There is none.');
    expect(table([])).toBe('');
  });
});
