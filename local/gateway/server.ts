import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { APIGatewayProxyEventV2, APIGatewayProxyStructuredResultV2 } from 'aws-lambda';
import { readAddress } from './address.ts';
import { type Cors, corsHeaders } from './cors.ts';
import { toEvent } from './event.ts';
import { answerUnreadable } from './raw-addresses.ts';
import { selectRoute } from './selection.ts';

export type GatewayOptions = {
  /** The route keys of the API, `$default` among them. */
  routeKeys: string[];
  cors: Cors;
  /** Runs the function behind a route. */
  invoke: (routeKey: string, event: APIGatewayProxyEventV2) => Promise<unknown>;
  /** Told of every request that has an address. */
  onRequest?: (method: string, path: string) => void;
};

/** Bytes of a body. */
const LARGEST = 10 * 1024 * 1024;

/**
 * An HTTP API of API Gateway on this machine: what it hands to functions and what it makes of their answers is what it is
 * on AWS. What it says itself is said in its words.
 */
export const createGateway = (options: GatewayOptions): Server => {
  const server = createServer((request, response) => {
    answer(options, request, response).catch((error: unknown) => {
      console.error(error);
      say(response, 500, 'Internal Server Error');
    });
  });
  return server.on('clientError', answerUnreadable(server));
};

const answer = async (
  { routeKeys, cors, invoke, onRequest }: GatewayOptions,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> => {
  const { method = '', url = '', rawHeaders, headers, socket } = request;
  const address = readAddress(url);
  if (!address) return say(response, 400, 'Bad Request');
  onRequest?.(method, address.path);
  const body = await readBody(request);
  if (!body) return say(response, 413, 'Request Entity Too Large');

  const selected = selectRoute(routeKeys, method, address.path);
  const { remoteAddress: sourceIp = '', localPort: port = 0 } = socket;
  const received = { method, address, rawHeaders, body, sourceIp, port, time: new Date() };
  const result = await invoke(selected.routeKey, toEvent(received, selected));
  for (const [name, value] of Object.entries(corsHeaders(cors, method, headers)))
    response.setHeader(name, value);
  write(response, result as APIGatewayProxyStructuredResultV2);
};

/** A whole body; undefined when it is too large. */
const readBody = async (request: IncomingMessage): Promise<Buffer | undefined> => {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of request as AsyncIterable<Buffer>) {
    size += chunk.length;
    if (size <= LARGEST) chunks.push(chunk);
  }
  return size <= LARGEST ? Buffer.concat(chunks) : undefined;
};

const write = (response: ServerResponse, result: APIGatewayProxyStructuredResultV2): void => {
  const { statusCode = 200, headers = {}, cookies = [], body = '', isBase64Encoded } = result;
  for (const [name, value] of Object.entries(headers)) response.setHeader(name, String(value));
  if (cookies.length > 0) response.setHeader('set-cookie', cookies);
  const content = Buffer.from(body, isBase64Encoded ? 'base64' : 'utf8');
  if (statusCode !== 204) response.setHeader('content-length', content.length);
  response.writeHead(statusCode).end(content);
};

const say = (response: ServerResponse, status: number, message: string): void => {
  if (response.headersSent) return void response.destroy();
  const body = JSON.stringify({ message });
  const headers = { 'content-type': 'application/json', 'content-length': body.length, connection: 'close' };
  response.writeHead(status, headers).end(body);
};
