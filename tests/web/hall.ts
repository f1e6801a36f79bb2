import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { type WebSocket, WebSocketServer } from 'ws';
import type { Endpoint } from '../../lib/http/endpoint.ts';
import { freePort } from '../../local/ports.ts';
import { apiEvent } from '../support/api.ts';

export type Queue = {
  waiting: number[];
  called: number[];
  newest?: { marchSn: number; callCount: number } | null;
};

/** What a hall display talks to: the page's handler behind HTTP, and a WebSocket that can fail in every way. */
export type Hall = {
  /** `http://localhost:…` */
  origin: string;
  /** How often a display asked for the queue. */
  asked: () => number;
  /** Changes the queue, and pushes it to every display. */
  push: (queue: Queue) => void;
  /** What displays hear instead of the queue: that their key is unknown, nothing, or the queue again. */
  answer: (kind: 'queue' | 'whoareyou' | 'nothing') => void;
  /** Cuts every WebSocket, as API Gateway does after two hours. */
  cut: () => void;
  /** Cuts every WebSocket and takes no new one, until `open`. */
  close: () => void;
  open: () => Promise<void>;
  stop: () => void;
};

/** Starts a hall. `WEBSOCKET_URL` names its WebSocket from then on. */
export const startHall = async (handler: () => Promise<Endpoint>): Promise<Hall> => {
  const port = await freePort();
  process.env.WEBSOCKET_URL = `ws://localhost:${port}`;
  const server = createServer(serve(handler));
  await new Promise<void>((resolve) => server.listen(0, resolve));

  let queue: Queue = { waiting: [], called: [] };
  let kind: 'queue' | 'whoareyou' | 'nothing' = 'queue';
  let asked = 0;
  let sockets: WebSocketServer;

  const tell = (socket: WebSocket, sellerId: unknown) => {
    if (kind === 'queue') socket.send(JSON.stringify({ push: 'queue', sellerId, newest: null, ...queue }));
    if (kind === 'whoareyou') socket.send(JSON.stringify({ push: 'whoareyou' }));
  };
  const open = () =>
    new Promise<void>((resolve) => {
      sockets = new WebSocketServer({ port }, resolve);
      sockets.on('connection', (socket) =>
        socket.on('message', (data) => {
          const { query, sellerId } = JSON.parse(data.toString());
          if (query !== 'watch') throw new Error(`A display asked for ${query}`);
          asked += 1;
          tell(socket, sellerId);
        }),
      );
    });
  const cut = () => {
    for (const socket of sockets.clients) socket.terminate();
  };
  const close = () => {
    cut();
    sockets.close();
  };

  await open();
  return {
    origin: `http://localhost:${(server.address() as AddressInfo).port}`,
    asked: () => asked,
    push: (now) => {
      queue = now;
      for (const socket of sockets.clients) tell(socket, 1);
    },
    answer: (now) => {
      kind = now;
    },
    cut,
    close,
    open,
    stop: () => {
      close();
      server.close();
      server.closeAllConnections();
    },
  };
};

const serve =
  (handler: () => Promise<Endpoint>) =>
  async ({ url = '/', headers: { host = '' } }: IncomingMessage, response: ServerResponse) => {
    const { pathname, searchParams } = new URL(url, `http://${host}`);
    const event = {
      ...apiEvent({ method: 'GET', path: pathname, headers: { host, 'x-forwarded-proto': 'http' } }),
      queryStringParameters: Object.fromEntries(searchParams),
    };
    const {
      statusCode = 0,
      headers,
      body = '',
    } = await (await handler())(event, { awsRequestId: 'request-1' });
    response.writeHead(statusCode, headers as Record<string, string>).end(Buffer.from(body, 'base64'));
  };
