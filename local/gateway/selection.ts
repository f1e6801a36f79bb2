import { methodOf, parametersOf, partsOf, routesAt } from '../../lib/http/route-keys.ts';

/** The route that API Gateway gives a request to. */
export type Selected = { routeKey: string; pathParameters: Record<string, string> };

/** Catches what no other route does. */
const DEFAULT = '$default';

/**
 * Selects a route as an HTTP API of API Gateway does: by method and whole path, upper and lower case apart. A slash more
 * makes another path; what was written as `%2F` is one, and what was written as `%252F` a slash inside a part.
 * @param routeKeys of the API, `$default` among them
 * @param path decoded once
 */
export const selectRoute = (routeKeys: string[], method: string, path: string): Selected => {
  const parts = partsOf(path);
  const candidates = routeKeys.filter((routeKey) => methodOf(routeKey) === method);
  const [routeKey] = routesAt(candidates, parts);
  if (routeKey === undefined) return { routeKey: DEFAULT, pathParameters: {} };
  return { routeKey, pathParameters: parametersOf(routeKey, parts.map(decodeURIComponent)) };
};
