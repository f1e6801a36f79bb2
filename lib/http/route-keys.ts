/**
 * API Gateway's name of a route: `GET /menus/{id}`. A part `{name}` fits anything but empty. In a service's addresses a
 * part `{name?}` fits anything at all, which API Gateway knows nothing of.
 */
type RouteKey = string;

const VARIABLE = /^\{(\w+)\??\}$/;

export const methodOf = (routeKey: RouteKey): string => routeKey.split(' ')[0] as string;
export const pathOf = (routeKey: RouteKey): string => routeKey.split(' ')[1] as string;

/** A route key as API Gateway has it. */
export const plain = (routeKey: RouteKey): string => routeKey.replaceAll('?}', '}');

/** The parts of a path between its slashes; none of `/`. */
export const partsOf = (path: string): string[] => (path === '/' ? [] : path.split('/').slice(1));

/** The routes that fit the parts of a path, by whatever method. Those with more of it written out come first. */
export const routesAt = (routeKeys: RouteKey[], parts: string[]): RouteKey[] =>
  routeKeys
    .filter((routeKey) => fits(partsOf(pathOf(routeKey)), parts))
    .sort((one, other) => shapeOf(one).localeCompare(shapeOf(other)));

/** What the parts of a path say for the names in a route key that they fit. */
export const parametersOf = (routeKey: RouteKey, parts: string[]): Record<string, string> =>
  Object.fromEntries(
    partsOf(pathOf(routeKey)).flatMap((part, i) => {
      const name = VARIABLE.exec(part)?.[1];
      return name === undefined ? [] : [[name, parts[i] as string]];
    }),
  );

const fits = (wanted: string[], parts: string[]): boolean =>
  wanted.length === parts.length &&
  wanted.every((part, i) =>
    VARIABLE.test(part) ? parts[i] !== '' || part.endsWith('?}') : part === parts[i],
  );

/** `001` for `/menus/order/{gender}`. */
const shapeOf = (routeKey: RouteKey): string =>
  partsOf(pathOf(routeKey))
    .map((part) => (VARIABLE.test(part) ? 1 : 0))
    .join('');
