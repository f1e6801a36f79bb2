import { createHash } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { readPicture, savePicture } from '../../../lib/store/pictures.ts';
import { JPEG, PNG } from '../../support/pictures.ts';

const png = { bytes: PNG, type: 'image/png' } as const;
const jpeg = { bytes: JPEG, type: 'image/jpeg' } as const;

describe('a picture', () => {
  it.each([
    ['png', png],
    ['jpg', jpeg],
  ])('is read back as it was saved: %s', async (extension, picture) => {
    const name = await savePicture(picture);
    const found = await readPicture(name);

    expect(name).toBe(
      `${createHash('sha256').update(picture.bytes).digest('hex').slice(0, 32)}.${extension}`,
    );
    expect(found?.type).toBe(picture.type);
    expect(Buffer.from(found?.bytes ?? [])).toEqual(picture.bytes);
  });

  it('has one name, however often it is saved, and another gets another', async () => {
    const other = { ...png, bytes: Buffer.concat([PNG, Buffer.from('other')]) };

    const [one, again, another] = await Promise.all([savePicture(png), savePicture(png), savePicture(other)]);

    expect(again).toBe(one);
    expect(another).not.toBe(one);
  });

  it('is not there under a name that nobody got', async () => {
    expect(await readPicture(`${'0'.repeat(32)}.png`)).toBeUndefined();
  });

  it.each([
    '',
    'x.png',
    '../../etc/passwd',
    `${'0'.repeat(32)}.gif`,
    `${'A'.repeat(32)}.png`,
    `/${'0'.repeat(32)}.png`,
  ])('is not there under %j, which is no name', async (name) => {
    expect(await readPicture(name)).toBeUndefined();
  });
});
