import { noDynamoDB } from '../budget.ts';
import { type Case, routeCase } from './case.ts';

/** What no route answers: in the words of the service whose address it resembles. */
export const unknownCases = (): Promise<Case[]> =>
  Promise.all(
    (
      [
        ['PUT', '/callme/fetch', { statusCode: 405, queryErr: 'Illegal query' }],
        ['GET', '/mina/nothing', { statusCode: 404, ok: 'fail' }],
        ['POST', '/menus/2046', { statusCode: 405, flag: false }],
        ['DELETE', '/user/profile/', { statusCode: 405, status: 'error: wrong method' }],
        ['DELETE', '/wx', { statusCode: 405, ok: false }],
      ] as const
    ).map(([method, path, expected]) =>
      routeCase('unknown/unknown', `${method} ${path}`, noDynamoDB, {
        name: '(unknown)',
        request: { method, path },
        expected,
      }),
    ),
  );
