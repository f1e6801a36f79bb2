import fc from 'fast-check';
import { expect, it } from 'vitest';
import { repaired } from '../../../lib/http/repaired.ts';

const mojibake = (text: string): string => Buffer.from(text).toString('latin1');

it('undoes what was taken for Latin-1', () => {
  for (const text of ['胡萝卜,腊肠', '100%牛肉', '🍲', 'é']) {
    expect(repaired(mojibake(text))).toBe(text);
  }
});

it.each(['胡萝卜', 'plain, 100% ASCII', 'café', 'é肉', ''])('leaves %j as it is', (text) => {
  expect(repaired(text)).toBe(text);
});

it('leaves every text with a Chinese letter as it is, and undoes it taken for Latin-1', () => {
  const text = fc.string({ unit: 'grapheme' }).map((words) => `${words}肉`);

  fc.assert(fc.property(text, (one) => repaired(one) === one && repaired(mojibake(one)) === one));
});
