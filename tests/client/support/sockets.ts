import type { Server } from 'node:http';
import { type WebSocket, WebSocketServer } from 'ws';
import { decode, encode } from '../../../lib/callme/frame.ts';

/** The service's side of all WebSockets, and what can go wrong with them. */
export type Sockets = {
  url: string;
  /** How many connections there are, and how many there have been. */
  open(): number;
  opened: number;
  /** What clients said since the test began, and were answered. */
  heard: Record<string, unknown>[];
  /** Breaks every connection. */
  cut(): void;
  /** Lets connections in, or not. */
  isClosed: boolean;
  /** Swallows what the service says: the connection looks well and is dead. */
  isMute: boolean;
  /** Answers, and loses every push. */
  losesPushes: boolean;
  /** Answers something else than the service would, where it says so. */
  instead: (message: Record<string, unknown>) => string | undefined;
  post(connectionId: string, text: string): Promise<'sent' | 'gone'>;
  recover(): void;
  close(): void;
};

/** Opens WebSockets beside an HTTP server, answered by the service's own conversation. */
export const openSockets = (server: Server): Sockets => {
  const byId = new Map<string, WebSocket>();
  const send = (socket: WebSocket | undefined, text: string) => {
    if (!sockets.isMute) socket?.send(text);
  };
  const websockets = new WebSocketServer({ server, verifyClient: () => !sockets.isClosed });

  // Clients speak as soon as a connection is open: nothing is awaited before their words can be heard.
  websockets.on('connection', (socket, { url, headers }) => {
    sockets.opened += 1;
    const id = `connection-${headers['sec-websocket-key']}`;
    const conversation = import('../../../lib/callme/conversation.ts');
    const sessionKey = new URL(url ?? '', 'http://localhost').searchParams.get('sessionKey');
    const introduced = conversation.then(({ introduce }) => introduce(id, { sessionKey }));
    byId.set(id, socket);
    socket.on('error', () => {});
    socket.on('close', async () => {
      byId.delete(id);
      const { forgetConnection } = await import('../../../lib/callme/watches.ts');
      await introduced.then(() => forgetConnection(id));
    });
    socket.on('message', async (data) => {
      await introduced;
      const { reply } = await conversation;
      const { message, framing } = decode(data.toString());
      const instead = sockets.instead(message ?? {});
      send(socket, instead ?? encode(await reply(id, message, framing), framing));
      if (message) sockets.heard.push(message);
    });
  });

  const sockets: Sockets = {
    url: '',
    opened: 0,
    heard: [],
    isClosed: false,
    isMute: false,
    losesPushes: false,
    instead: () => undefined,
    open: () => byId.size,
    cut: () => {
      for (const socket of websockets.clients) socket.terminate();
    },
    post: async (connectionId, text) => {
      const socket = byId.get(connectionId);
      if (!sockets.losesPushes) send(socket, text);
      return socket ? 'sent' : 'gone';
    },
    recover: () => {
      sockets.cut();
      Object.assign(sockets, { opened: 0, heard: [], isClosed: false, isMute: false, losesPushes: false });
      sockets.instead = () => undefined;
    },
    close: () => {
      sockets.cut();
      websockets.close();
    },
  };
  const address = server.address();
  sockets.url = `ws://127.0.0.1:${typeof address === 'object' && address?.port}`;
  return sockets;
};
