import { methodOf, parametersOf, partsOf, pathOf, plain, routesAt } from './route-keys.ts';

/** A service's routes by route key, and the file in `functions/<service>` that answers each: `'GET /menus/{id}': 'menu'`. */
export type Addresses = Readonly<Record<string, string>>;

/** The route that a request means: `name` is its function's, the rest what API Gateway says of it in the event. */
export type Route = { name: string; routeKey: string; pathParameters: Record<string, string> };

/** Whether a path belongs to a service: it begins like one of its own. */
export const owns = (addresses: Addresses, path: string): boolean => {
  const [first] = filled(path);
  return Object.keys(addresses).some((routeKey) => filled(pathOf(routeKey))[0] === first);
};

/**
 * The route that a request means, or why there is none. A slash at the end and doubled ones change nothing; empty parts
 * do where a route has a use for them.
 */
export const find = (
  addresses: Addresses,
  method: string,
  path: string,
): Route | 'wrong method' | 'unknown route' => {
  for (const parts of [filled(path), partsOf(path), partsOf(path.replace(/\/+$/, ''))]) {
    const found = routesAt(Object.keys(addresses), parts);
    const routeKey = found.find((routeKey) => methodOf(routeKey) === method);
    if (routeKey !== undefined) {
      const name = addresses[routeKey] as string;
      return { name, routeKey: plain(routeKey), pathParameters: parametersOf(routeKey, parts) };
    }
    if (found.length > 0) return 'wrong method';
  }
  return 'unknown route';
};

const filled = (path: string): string[] => partsOf(path).filter((part) => part !== '');
