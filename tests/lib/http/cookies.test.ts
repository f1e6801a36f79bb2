import { expect, it } from 'vitest';
import { cookieOf } from '../../../lib/http/cookies.ts';
import { apiEvent } from '../../support/api.ts';

it('finds a cookie where API Gateway lists them, and where a header has them all', () => {
  const pairs = ['theme=dark', 'sid=abc', 'name=%E5%B0%8F%E9%83%AD'];

  for (const event of [apiEvent({ cookies: pairs }), apiEvent({ headers: { cookie: pairs.join('; ') } })]) {
    expect(cookieOf(event, 'sid')).toBe('abc');
    expect(cookieOf(event, 'name')).toBe('小郭');
    expect(cookieOf(event, 'SID')).toBeUndefined();
    expect(cookieOf(event, 'constructor')).toBeUndefined();
  }
});

it.each(['', ';', '=', 'sid', 'xsid=1', '%E0%A4%A=1'])('finds none in %j', (cookie) => {
  expect(cookieOf(apiEvent({ headers: { cookie } }), 'sid')).toBeUndefined();
});

it('takes the first of two: the one whose path is the closer', () => {
  expect(cookieOf(apiEvent({ cookies: ['sid=own', 'sid=planted'] }), 'sid')).toBe('own');
});
