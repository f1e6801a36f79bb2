import { describe, expect, it } from 'vitest';
import { find, owns } from '../../lib/http/addresses.ts';
import { methodOf, plain, pathOf as templateOf } from '../../lib/http/route-keys.ts';
import { readAddress } from '../../local/gateway/address.ts';
import { selectRoute } from '../../local/gateway/selection.ts';
import { ADDRESSES } from '../support/addresses.ts';
import { pathOf, ROUTES } from '../support/routes.ts';
import { spellings } from '../support/spellings.ts';
import { read } from './packaging.ts';

/** What API Gateway was seen to do with a slash at the end: take it for another address, or for none. */
const GATEWAYS: [does: string, see: (path: string) => string][] = [
  ['tells a slash at the end from none', (path) => path],
  ['drops a slash at the end', (path) => (path.length > 1 ? path.replace(/\/$/, '') : path)],
];

/** The function that answers a request in the end, and what it is told of its path. */
const landing = (
  routes: Record<string, string>,
  method: string,
  sent: string,
  see = (path: string) => path,
) => {
  const { path = '', rawPath = '' } = readAddress(sent) ?? {};
  const { routeKey, pathParameters } = selectRoute(Object.keys(routes), method, see(path));
  if (routeKey !== '$default') return { lambda: routes[routeKey], routeKey, pathParameters };
  const [service, addresses] = Object.entries(ADDRESSES).find(([, one]) => owns(one, rawPath)) ?? [
    'callme',
    ADDRESSES.callme,
  ];
  const found = find(addresses, method, rawPath);
  if (typeof found === 'string') return found;
  const { name, ...route } = found;
  return { lambda: `callme-dev-${service}-${name}`, ...route };
};

describe('the addresses of the HTTP API', () => {
  it('are those that each service knows for its own, and one that answers the rest', () => {
    const known = Object.entries(ADDRESSES).flatMap(([service, addresses]) =>
      Object.entries(addresses).map(([routeKey, name]) => [plain(routeKey), `callme-dev-${service}-${name}`]),
    );

    expect(read.routes('HttpApi')).toEqual({ ...Object.fromEntries(known), $default: 'callme-dev-unknown' });
    expect(ROUTES.map(({ routeKey, name }) => [routeKey, `callme-dev-${name}`]).toSorted()).toEqual(
      known.toSorted(),
    );
  });

  it('end without a slash: whether API Gateway takes another for a route’s is not documented', () => {
    const paths = Object.keys(read.routes('HttpApi')).map(templateOf);

    expect(paths.filter((path) => path !== '/' && path?.endsWith('/'))).toEqual([]);
  });

  it.each(GATEWAYS)('mean the same with slashes too many, if API Gateway %s', (_, see) => {
    const routes = read.routes('HttpApi');
    for (const route of ROUTES) {
      const path = pathOf(route);
      const itself = landing(routes, route.method, path);
      expect(itself).toMatchObject({ lambda: `callme-dev-${route.name}`, routeKey: route.routeKey });
      for (const sent of spellings(path))
        expect(landing(routes, route.method, sent, see), `${route.method} ${sent}`).toEqual(itself);
    }
  });

  it.each(GATEWAYS)('leave out parts of a search, if API Gateway %s', (_, see) => {
    const landingOf = (sent: string) => landing(read.routes('HttpApi'), 'GET', sent, see);
    const like = (stuff: string, tools: string) => ({
      lambda: 'callme-dev-recipes-menus_like',
      routeKey: 'GET /menus/like/{stuff}/{tools}',
      pathParameters: { stuff, tools },
    });

    expect(landingOf('/menus/like//烤箱')).toEqual(like('', '烤箱'));
    expect(landingOf('/menus/like/胡萝卜%252F萝卜/锅')).toEqual(like('胡萝卜/萝卜', '锅'));
    if (see('/x/') === '/x/') expect(landingOf('/menus/like/胡萝卜/')).toEqual(like('胡萝卜', ''));
  });

  it('are told apart by upper and lower case, and by method', () => {
    const routes = read.routes('HttpApi');
    for (const { method, template, ...route } of ROUTES) {
      const path = pathOf({ method, template, ...route });
      if (/[a-z]/.test(path)) expect(landing(routes, method, path.toUpperCase()), path).toBe('unknown route');
      const others = Object.keys(routes)
        .filter((routeKey) => templateOf(routeKey) === template)
        .map(methodOf);
      if (!others.includes('PATCH')) expect(landing(routes, 'PATCH', `${path}/`), path).toBe('wrong method');
    }
  });
});
