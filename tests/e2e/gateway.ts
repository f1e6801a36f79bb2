import { once } from 'node:events';
import { describe, expect, it } from 'vitest';
import WebSocket from 'ws';
import { sign } from '../../lib/rental/signature.ts';
import { unreadableBody, uselessBodies } from '../support/bodies.ts';
import { pathOf, ROUTES } from '../support/routes.ts';
import { spellings } from '../support/spellings.ts';
import { product } from './started.ts';

/** What differs from one answer to the next, whatever was asked. */
const VARYING =
  /"requestId":"[^"]+"|"(workingTime|lastUpdate|captchas)":("[^"]*"|\[[^\]]*\]|\w+)|sid=\w+|state=\w+|random=\w+|redirect=[^"&]+/g;

const ask = async (method: string, address: string, body?: string) => {
  const response = await fetch(`${product.url}${address}`, {
    method,
    redirect: 'manual',
    headers: { 'content-type': 'application/json' },
    ...(body !== undefined && { body }),
  });
  return { status: response.status, body: (await response.text()).replaceAll(VARYING, '') };
};

describe('every route, over HTTP', () => {
  it.each(ROUTES)('$routeKey answers the same with slashes too many', async (route) => {
    const path = pathOf(route);
    const body = route.method === 'GET' ? undefined : '{}';
    const itself = await ask(route.method, path, body);

    expect(itself.status).toBeLessThan(500);
    for (const spelled of spellings(path))
      expect(await ask(route.method, spelled, body), spelled).toEqual(itself);
  });

  it.each(ROUTES.filter(({ method }) => method !== 'GET'))(
    '$routeKey takes JSON that is no object for a body that cannot be read',
    async (route) => {
      const unreadable = await ask(route.method, pathOf(route), unreadableBody(route));

      expect(unreadable.status).toBeLessThan(500);
      for (const body of uselessBodies(route))
        expect(await ask(route.method, pathOf(route), body), body).toEqual(unreadable);
    },
  );
});

describe('an address', () => {
  it.each(ROUTES.filter(({ template }) => /[a-z]/.test(template)))(
    'of $routeKey in upper case is none',
    async (route) => {
      const body = route.method === 'GET' ? undefined : '{}';

      expect(await ask(route.method, pathOf(route).toUpperCase(), body)).toEqual({
        status: 404,
        body: '{"queryErr":"Illegal query"}',
      });
    },
  );

  it('with empty parts is a search without stuff or tools', async () => {
    const search = (address: string) => ask('GET', `/menus/like${address}`);
    const [stuff, tools] = [encodeURIComponent('胡萝卜'), encodeURIComponent('烤箱')];
    const byTools = await search(`?tools=${tools}`);

    expect(byTools.body).toContain('"data":[{');
    expect(await search(`//${tools}`)).toEqual(byTools);
    expect(await search(`/${stuff}/`)).toEqual(await search(`?stuff=${stuff}`));
    expect(await search('//')).toEqual(await search(''));
  });

  it('with a slash too many is a cabinet’s that signed it without', async () => {
    const report = async (path: string, time: number) => {
      const signed = { timeText: String(time), path: '/device/report', body: Buffer.from('{}') } as const;
      const headers = {
        'x-device-id': 'demo-cabinet-1',
        'x-device-time': signed.timeText,
        'x-device-signature': sign('demo-cabinet-secret-1', signed),
      };
      const response = await fetch(`${product.url}${path}`, { method: 'POST', headers, body: '{}' });
      return { status: response.status, body: await response.text() };
    };
    const itself = await report('/device/report', Date.now());

    expect(itself.status).toBe(400);
    expect(await report('/device/report/', Date.now() + 1)).toEqual(itself);
  });
});

describe('a WebSocket', () => {
  const KB = 1024;
  const open = async () => {
    const socket = new WebSocket(`ws://localhost:${product.port + 1}`);
    await once(socket, 'open');
    return socket;
  };
  const hello = (length: number) => JSON.stringify({ query: 'hello', more: 'x' }).padEnd(length);

  it('takes frames of 32 KB, and a message of 128 KB in four of them', async () => {
    const socket = await open();
    const text = hello(128 * KB);

    for (let at = 0; at < 4; at += 1)
      socket.send(text.slice(at * 32 * KB, (at + 1) * 32 * KB), { fin: at === 3 });
    const [said] = await once(socket, 'message');
    socket.terminate();

    expect(JSON.parse(String(said))).toEqual({ push: 'whoareyou' });
  });

  it.each([
    ['a frame of more', [32 * KB + 1]],
    ['a message of more', [32 * KB, 32 * KB, 32 * KB, 32 * KB, 1]],
  ])('is closed with 1009 by %s', async (_, sizes) => {
    const socket = await open();
    const text = hello(sizes.reduce((sum, size) => sum + size));

    let at = 0;
    for (const [i, size] of sizes.entries()) {
      socket.send(text.slice(at, at + size), { fin: i === sizes.length - 1 });
      at += size;
    }

    expect((await once(socket, 'close'))[0]).toBe(1009);
  });
});
