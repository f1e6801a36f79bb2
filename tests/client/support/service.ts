import { once } from 'node:events';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, afterEach, beforeAll, beforeEach, vi } from 'vitest';
import { QUERIES } from '../../../lib/callme/names.ts';
import type { Endpoint } from '../../../lib/http/endpoint.ts';
import { apiEvent } from '../../support/api.ts';
import { openSockets, type Sockets } from './sockets.ts';
import { type Stream, watchStream } from './stream.ts';

/** What happens to a request: lost on its way there or on its way back, never answered, or answered by others. */
export type Fault = 'lost' | 'answer lost' | 'hangs' | { status: number; body: string };

export type Service = {
  url: string;
  sockets: Sockets;
  /** The next requests of a query meet these faults, one each. */
  fault(query: string, ...faults: Fault[]): void;
  /** Every request meets what this says, if it says anything. */
  weather: (query: string) => Fault | undefined;
  /** The queries that arrived since the test began, lost ones too. */
  arrived: string[];
  /** Those of them that have been answered. */
  answered: string[];
  /** Lets the table's stream tell what happens at a stall. */
  mind(sellerId: number): void;
};

/** The queries that do something to tickets. */
const CHANGING = new Set([
  'take',
  'unnote',
  'next',
  'miss',
  'undo',
  'fetch',
  'push',
  'call',
  'done',
  'clear',
]);

/** Starts the service's own handlers behind a small HTTP and WebSocket server, for one test file. */
export const openService = (): Service => {
  // A machine that is busy with other tests is slow, which is no failure.
  vi.setConfig({ testTimeout: 60_000 });
  const faults = new Map<string, Fault[]>();
  const service = {
    arrived: [],
    answered: [],
    fault: (query: string, ...more: Fault[]) =>
      void faults.set(query, [...(faults.get(query) ?? []), ...more]),
    weather: () => undefined,
    mind: (sellerId: number) => stream.mind(sellerId),
  } as unknown as Service;
  let stream: Stream;

  const serve = async (request: IncomingMessage, response: ServerResponse) => {
    const query = request.url?.split('/').at(-1) ?? '';
    service.arrived.push(query);
    const fault = faults.get(query)?.shift() ?? service.weather(query);
    if (fault === 'hangs') return;
    if (fault === 'lost') return void request.socket.destroy();
    if (typeof fault === 'object') return void response.writeHead(fault.status).end(fault.body);

    const { statusCode, headers, body } = await answer(query, request);
    if (CHANGING.has(query)) void stream.look();
    if (fault === 'answer lost') return void request.socket.destroy();
    response.writeHead(statusCode ?? 0, headers as Record<string, string>).end(body);
    service.answered.push(query);
  };
  // A connection that ends just as a request sets out would be a fault that no test asked for.
  const server = createServer(
    { keepAliveTimeout: 120_000 },
    (request, response) => void serve(request, response),
  );

  beforeAll(async () => {
    await once(server.listen(0, '127.0.0.1'), 'listening');
    service.url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
    service.sockets = openSockets(server);
    stream = await watchStream(service.sockets.post);
    // The time that modules take to load is no client's business.
    await Promise.all([...QUERIES.map(handlerOf), import('../../../lib/callme/conversation.ts')]);
  });
  beforeEach(shortenPauses);
  afterEach(() => {
    faults.clear();
    service.weather = () => undefined;
    service.arrived.length = 0;
    service.answered.length = 0;
    stream.forget();
    service.sockets.recover();
  });
  afterAll(() => {
    service.sockets.close();
    server.closeAllConnections();
    server.close();
  });
  return service;
};

/** Clients pause for a random time before another attempt: for tests a short one. */
const shortenPauses = () => {
  const { random } = Math;
  const shortened = vi.spyOn(Math, 'random').mockImplementation(() => random() / 20);
  return () => void shortened.mockRestore();
};

const handlerOf = async (query: string): Promise<Endpoint> =>
  (await import(`../../../functions/callme/${query}.ts`)).handler;

const answer = async (query: string, request: IncomingMessage) => {
  const chunks = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  const handler = await handlerOf(query);
  const headers = { ...(request.headers as Record<string, string>), 'x-forwarded-proto': 'http' };
  return handler(apiEvent({ path: `/callme/${query}`, body: Buffer.concat(chunks), headers }), {
    awsRequestId: 'request-1',
  });
};
