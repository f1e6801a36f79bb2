import { expect, it } from 'vitest';
import { knows, owns } from '../../../lib/http/addresses.ts';

const ADDRESSES = ['/menus', '/menus/like/{stuff}/{tools}', '/clicks', '/clicks/'];

it.each([
  ['/menus', true, true],
  ['/menus/like/米/烤箱', true, true],
  ['/clicks/', true, true],
  ['/menus/', true, false],
  ['/menus/like', true, false],
  ['/menus/like/a/b/c', true, false],
  ['/menu', false, false],
  ['/', false, false],
  ['//menus', false, false],
])('%s belongs to the service: %s, is an address of it: %s', (path, isOwned, isKnown) => {
  expect(owns(ADDRESSES, path)).toBe(isOwned);
  expect(knows(ADDRESSES, path)).toBe(isKnown);
});
