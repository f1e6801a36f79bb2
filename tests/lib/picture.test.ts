import { describe, expect, it } from 'vitest';
import { sniff } from '../../lib/picture.ts';

const PNG = Buffer.from('89504e470d0a1a0a0000000d', 'hex');
const JPEG = Buffer.from('ffd8ffe000104a464946', 'hex');

describe('sniff', () => {
  it('knows PNG and JPEG by their first bytes', () => {
    expect(sniff(PNG)).toEqual({ bytes: PNG, type: 'image/png' });
    expect(sniff(JPEG)).toEqual({ bytes: JPEG, type: 'image/jpeg' });
  });

  it.each([
    ['nothing', ''],
    ['a GIF', '474946383961'],
    ['half a PNG’s signature', '89504e47'],
    ['half a JPEG’s signature', 'ffd8'],
    ['a signature that is not at the beginning', '0089504e470d0a1a0a'],
    ['an SVG', Buffer.from('<svg xmlns="http://www.w3.org/2000/svg">').toString('hex')],
    ['JSON', Buffer.from('{"errcode":40001}').toString('hex')],
  ])('knows no %s', (_, hex) => {
    expect(sniff(Buffer.from(hex, 'hex'))).toBeUndefined();
  });
});
