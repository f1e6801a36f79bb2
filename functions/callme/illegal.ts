import { isQueryName } from '../../lib/callme/names.ts';
import { wording } from '../../lib/callme/wording.ts';
import { endpoint } from '../../lib/http/endpoint.ts';
import { Problem } from '../../lib/http/problem.ts';

/** Every route that nothing else answers: an unknown address, or a query's address by another method than POST. */
export const handler = endpoint(wording(), async ({ rawPath }) => {
  const isKnown = rawPath === '/' || isQueryName(/^\/callme\/(\w+)$/.exec(rawPath)?.[1]);
  throw new Problem(isKnown ? 'wrong method' : 'unknown route');
});
