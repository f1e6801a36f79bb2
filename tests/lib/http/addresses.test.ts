import { describe, expect, it } from 'vitest';
import { find, owns } from '../../../lib/http/addresses.ts';

const ADDRESSES = {
  'GET /menus': 'menus',
  'GET /menus/{id}': 'menu',
  'GET /menus/like': 'like',
  'GET /menus/like/{stuff?}/{tools?}': 'like',
  'POST /clicks': 'clicks',
};

describe('the route that a request means', () => {
  it.each([
    ['GET', '/menus', 'menus', 'GET /menus', {}],
    ['GET', '/menus/', 'menus', 'GET /menus', {}],
    ['GET', '//menus', 'menus', 'GET /menus', {}],
    ['GET', '///menus//7///', 'menu', 'GET /menus/{id}', { id: '7' }],
    ['GET', '/menus/like', 'like', 'GET /menus/like', {}],
    ['GET', '/menus/like/', 'like', 'GET /menus/like', {}],
    [
      'GET',
      '/menus/like/米/烤箱/',
      'like',
      'GET /menus/like/{stuff}/{tools}',
      { stuff: '米', tools: '烤箱' },
    ],
    ['GET', '/menus/like//烤箱', 'like', 'GET /menus/like/{stuff}/{tools}', { stuff: '', tools: '烤箱' }],
    ['GET', '/menus/like/米/', 'like', 'GET /menus/like/{stuff}/{tools}', { stuff: '米', tools: '' }],
    ['GET', '/menus/like//', 'like', 'GET /menus/like', {}],
    ['POST', '/clicks//', 'clicks', 'POST /clicks', {}],
  ])('%s %s', (method, path, name, routeKey, pathParameters) => {
    expect(find(ADDRESSES, method, path)).toEqual({ name, routeKey, pathParameters });
  });

  it.each([
    ['GET', '/clicks', 'wrong method'],
    ['DELETE', '/menus/7/', 'wrong method'],
    ['GET', '/menus/like/a/b/c', 'unknown route'],
    ['GET', '/menus/7/like', 'unknown route'],
    ['GET', '/MENUS', 'unknown route'],
    ['GET', '/menu', 'unknown route'],
    ['GET', '/', 'unknown route'],
    ['GET', '//', 'unknown route'],
  ])('%s %s is none: %s', (method, path, why) => {
    expect(find(ADDRESSES, method, path)).toBe(why);
  });
});

it.each([
  ['/menus', true],
  ['//menus/7/', true],
  ['/clicks/nothing', true],
  ['/menu', false],
  ['/Menus', false],
  ['/', false],
])('%s belongs to the service: %s', (path, isOwned) => {
  expect(owns(ADDRESSES, path)).toBe(isOwned);
});
