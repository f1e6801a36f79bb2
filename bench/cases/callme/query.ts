import type { QueryName } from '../../../lib/callme/names.ts';
import type { Budget } from '../../budget.ts';
import { type Case, type Exchange, type Fields, type Given, given, routeCase } from '../case.ts';

/** What a query is asked with, and what becomes of it: success unless `failMsg` names a failure. */
type Query = Pick<Exchange, 'clean' | 'every'> & {
  fields: Given<Fields>;
  failMsg?: string;
  /** The address, where it is not the query's own. */
  path?: string;
};

/** A case of a query, asked in JSON. */
export const queryCase = (
  query: QueryName,
  what: string,
  budget: Budget,
  { fields, failMsg, path = `/callme/${query}`, ...more }: Query,
): Promise<Case> =>
  routeCase(`callme/${path === '/' ? 'root' : query}`, what, budget, {
    name: query,
    request: async () => ({ path, body: JSON.stringify({ query, ...(await given(fields)) }) }),
    expected: failMsg ? { failMsg } : { [`${query}Success`]: 'success' },
    ...more,
  });
