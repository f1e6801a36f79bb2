import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { answerWechat } from './answer.ts';
import type { RecordedCall } from './calls.ts';
import { answerControl } from './control.ts';
import { controlPrefix } from './control-input.ts';
import { htmlReply, readCall, sendReply } from './wire.ts';
import { createWorld, type WechatApp, type World } from './world.ts';

export type { RecordedCall } from './calls.ts';
export type { SentMessage } from './mailbox.ts';
export type { WechatTemplate } from './templates.ts';
export type { WechatApp } from './world.ts';

export type WechatOptions = {
  apps: WechatApp[];
  /** 0 or absent: any free port. */
  port?: number;
  /** Default 127.0.0.1. */
  host?: string;
  /** Told of every call of a WeChat interface, just before its answer goes out. */
  onCall?: (call: RecordedCall) => void;
  /** The clock, in epoch milliseconds: lets codes and tokens age without waiting. */
  now?: () => number;
};

export type Wechat = { url: string; close(): Promise<void> };

/**
 * Starts a WeChat simulator: WeChat's server interfaces as the product calls them, and `/simulator/…` to
 * play the users' and operators' part. Its memory is its own and ends with `close`. Rejects if the port is taken.
 */
export const startWechat = async (options: WechatOptions): Promise<Wechat> => {
  const { apps, port = 0, host = '127.0.0.1', onCall, now = Date.now } = options;
  const world = createWorld(apps, now, onCall);

  const server = createServer((request, response) => {
    answer(world, request, response).catch((error: unknown) => failed(response, error));
  });
  // Longer than any client keeps a connection, so that none is cut just when it is used again.
  server.keepAliveTimeout = 120_000;
  await listen(server, port, host);

  let closing: Promise<void> | undefined;
  return {
    url: urlOf(server.address() as AddressInfo),
    close: () => {
      closing ??= stop(server, world);
      return closing;
    },
  };
};

const answer = async (world: World, request: IncomingMessage, response: ServerResponse): Promise<void> => {
  const call = await readCall(request);
  if (!call) sendReply(response, htmlReply(413), { Connection: 'close' });
  else if (call.path.startsWith(controlPrefix)) await answerControl(world, call, response);
  else await answerWechat(world, call, response);
};

/** A client that left in mid-request is no failure; anything else is a defect of the simulator. */
const failed = (response: ServerResponse, error: unknown): void => {
  if (response.headersSent || (response.socket?.destroyed ?? true)) return;
  console.error('The WeChat simulator failed:', error);
  sendReply(response, htmlReply(500));
};

const listen = (server: Server, port: number, host: string): Promise<void> =>
  new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, host, () => {
      server.off('error', reject);
      resolve();
    });
  });

const stop = (server: Server, world: World): Promise<void> =>
  new Promise((resolve) => {
    server.close(() => resolve());
    world.faults.clear();
    server.closeAllConnections();
  });

const urlOf = ({ address, port, family }: AddressInfo): string => {
  if (address === '0.0.0.0' || address === '::') return `http://localhost:${port}`;
  return `http://${family === 'IPv6' ? `[${address}]` : address}:${port}`;
};
