import { expect, it } from 'vitest';
import { isSame, randomKey, sha256, uuidOf } from '../../lib/hash.ts';

it('names the same thing by the same UUID, and another by another', () => {
  const names = Array.from({ length: 500 }, (_, i) => `name-${i}`);
  const uuids = names.map(uuidOf);

  expect(uuids).toEqual(names.map(uuidOf));
  expect(new Set(uuids).size).toBe(names.length);
  for (const uuid of uuids)
    expect(uuid).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-8[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/);
});

it('answers the published SHA-256 of "abc"', () => {
  expect(sha256('abc')).toBe('ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad');
});

it('tells texts apart that differ in a letter, in length, or by the letters of another alphabet', () => {
  expect(isSame('签名', '签名')).toBe(true);
  for (const guess of ['', 'a', 'abc', 'aB', '签名']) expect(isSame(guess, 'ab')).toBe(false);
});

it('makes keys of 40 hex digits, no two alike', () => {
  const keys = Array.from({ length: 500 }, randomKey);

  expect(new Set(keys).size).toBe(keys.length);
  for (const key of keys) expect(key).toMatch(/^[0-9a-f]{40}$/);
});
