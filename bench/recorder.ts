import { subscribe } from 'node:diagnostics_channel';
import type { ClientRequest, IncomingMessage } from 'node:http';
import { ApiGatewayManagementApiClient } from '@aws-sdk/client-apigatewaymanagementapi';
import { AwsClient } from 'aws4fetch';
import { documents } from '../lib/store/dynamodb.ts';
import { capacityOf } from './capacity.ts';
import { covered, type Interval, inSequence } from './intervals.ts';

/** What one run of a handler did. Times are milliseconds. */
export type Recording<T> = {
  result: T;
  /** Requests to DynamoDB, retries included, and the longest chain of them one after another. */
  calls: number;
  inSequence: number;
  /** Capacity units. `isPartlyAssumed` when a refused write is among them, for which DynamoDB reports none. */
  read: number;
  written: number;
  isPartlyAssumed: boolean;
  /** Requests to others; `posts` went to clients' WebSockets. */
  s3: number;
  wechat: number;
  posts: number;
  /** From call to answer. */
  took: number;
  /** The same, less the time in which any request was on the wire. */
  own: number;
  /** The part of `own` that passed inside the AWS SDK, or in the client that signs for S3. */
  sdk: number;
};

type Sdk = Interval & { attempts: number; read: number; written: number; isAssumed: boolean };
type Wire = Interval & { to: 'DynamoDB' | 'S3' | 'WeChat' | 'socket' | 'nobody yet' };
type Layer = (
  next: (args: { input: object }) => Promise<{ output: Answer }>,
  context: { commandName?: string },
) => (args: { input: object }) => Promise<{ output: Answer }>;
type Answer = { ConsumedCapacity?: unknown; $metadata: { attempts?: number } };

let commands: Sdk[] = [];
/** What passed inside clients of other servers than DynamoDB. */
let others: Interval[] = [];
let wires: Wire[] = [];

/** Runs `act` and records what it asked of DynamoDB, S3, WeChat and clients' WebSockets. One at a time. */
export const record = async <T>(act: () => Promise<T>): Promise<Recording<T>> => {
  commands = [];
  others = [];
  wires = [];
  const start = performance.now();
  const result = await act();
  const took = performance.now() - start;

  const own = took - covered(wires);
  const sum = (pick: (command: Sdk) => number) => commands.reduce((total, one) => total + pick(one), 0);
  return {
    result,
    calls: sum(({ attempts }) => attempts),
    inSequence: inSequence(commands),
    read: sum(({ read }) => read),
    written: sum(({ written }) => written),
    isPartlyAssumed: commands.some(({ isAssumed }) => isAssumed),
    s3: wires.filter(({ to }) => to === 'S3').length,
    wechat: wires.filter(({ to }) => to === 'WeChat').length,
    posts: wires.filter(({ to }) => to === 'socket').length,
    took,
    own,
    sdk: own - (took - covered([...wires, ...commands, ...others])),
  };
};

const recordCommand: Layer =
  (next, { commandName = '' }) =>
  async (args) => {
    const start = performance.now();
    const input = { ...args.input, ReturnConsumedCapacity: 'TOTAL' };
    const add = (answer?: Answer) => {
      const attempts = answer?.$metadata.attempts ?? 1;
      const capacity = capacityOf(commandName, input, answer?.ConsumedCapacity);
      commands.push({ start, end: performance.now(), attempts, ...capacity });
    };
    try {
      const result = await next({ ...args, input });
      add(result.output);
      return result;
    } catch (error) {
      add(error as Answer);
      throw error;
    }
  };

// The SDK types a layer by its command; this one is for all.
(documents.middlewareStack as unknown as { add(layer: Layer, options: object): void }).add(recordCommand, {
  step: 'initialize',
  priority: 'low',
  name: 'bench',
});

/** Makes a client's method tell from when to when it was at work. */
const timed = <Arguments extends unknown[], Result>(method: (...args: Arguments) => Promise<Result>) =>
  async function (this: unknown, ...args: Arguments): Promise<Result> {
    const start = performance.now();
    try {
      return await method.apply(this, args);
    } finally {
      others.push({ start, end: performance.now() });
    }
  };

AwsClient.prototype.fetch = timed(AwsClient.prototype.fetch);
// The SDK types this by its command, too.
const sockets = ApiGatewayManagementApiClient.prototype as unknown as {
  send: (...args: unknown[]) => Promise<unknown>;
};
sockets.send = timed(sockets.send);

/** Which server has an address. */
const serverAt = (origin: string): Wire['to'] => {
  const { AWS_ENDPOINT_URL_DYNAMODB, WEBSOCKET_ENDPOINT, PICTURES_URL = '' } = process.env;
  if (origin === AWS_ENDPOINT_URL_DYNAMODB) return 'DynamoDB';
  if (origin === WEBSOCKET_ENDPOINT) return 'socket';
  return PICTURES_URL.startsWith(`${origin}/`) ? 'S3' : 'WeChat';
};

// A request is on the wire from when it has been handed to the socket until its answer has been read to the end. So is
// what opens a connection: a login of WeChat's, which must not be sent twice, opens one each time.
const waiting = new WeakMap<object, Omit<Wire, 'end'>>();
const begin = (request: object, to: Wire['to']) => waiting.set(request, { start: performance.now(), to });
const finish = (request: object) => {
  const begun = waiting.get(request);
  if (begun && waiting.delete(request)) wires.push({ ...begun, end: performance.now() });
};

subscribe('http.client.request.start', (message) => {
  const { request } = message as { request: ClientRequest };
  begin(request, serverAt(`${request.protocol}//${request.getHeader('host')}`));
});
subscribe('http.client.response.finish', (message) => {
  const { request, response } = message as { request: ClientRequest; response: IncomingMessage };
  response.once('end', () => finish(request));
});
subscribe('http.client.request.error', (message) => finish((message as { request: ClientRequest }).request));
subscribe('undici:client:beforeConnect', (message) =>
  begin((message as { connector: object }).connector, 'nobody yet'),
);
for (const channel of ['undici:client:connected', 'undici:client:connectError']) {
  subscribe(channel, (message) => finish((message as { connector: object }).connector));
}
subscribe('undici:client:sendHeaders', (message) => {
  const { request } = message as { request: { origin: string | URL } };
  begin(request, serverAt(new URL(request.origin).origin));
});
for (const channel of ['undici:request:trailers', 'undici:request:error']) {
  subscribe(channel, (message) => finish((message as { request: object }).request));
}
