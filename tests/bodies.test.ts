import { expect, it } from 'vitest';
import { apiEvent } from './support/api.ts';
import { unreadableBody, uselessBodies } from './support/bodies.ts';
import { pathOf, ROUTES } from './support/routes.ts';

it.each(ROUTES.filter(({ method }) => method !== 'GET'))(
  '$routeKey takes JSON that is no object for a body that cannot be read',
  async (route) => {
    const handler = await route.handler();
    const ask = async (body: string) => {
      const event = apiEvent({ method: route.method, path: pathOf(route), body });
      const { statusCode = 0, body: said } = await handler(event, { awsRequestId: 'request-1' });
      return { statusCode, said };
    };
    const unreadable = await ask(unreadableBody(route));

    expect(unreadable.statusCode).toBeLessThan(500);
    for (const body of uselessBodies(route)) expect(await ask(body), body).toEqual(unreadable);
  },
);
