import { randomBytes } from 'node:crypto';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { errorPage } from './pages.ts';
import type { Refusal } from './refusal.ts';

/** A request as it came in, with its body read whole. */
export type Call = { method: string; path: string; query: URLSearchParams; body: string };

/** What an interface answers when it does not refuse. */
export type Answer = { json: object } | { image: Buffer } | { page: string } | { location: string };

/** What goes back over HTTP. */
export type Reply = {
  status: number;
  contentType: string;
  body: string | Buffer;
  headers?: Record<string, string>;
};

const maxBodyBytes = 1024 * 1024;

/** Reads a request to its end. `undefined`: the body is larger than 1 MB. */
export const readCall = async (request: IncomingMessage): Promise<Call | undefined> => {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of request as AsyncIterable<Buffer>) {
    size += chunk.length;
    // Read on: leaving the loop would cut the connection before the client has its answer.
    if (size <= maxBodyBytes) chunks.push(chunk);
  }
  if (size > maxBodyBytes) return undefined;
  // A request line may hold anything ("//", "*"); splitting by hand cannot throw, new URL() can.
  const [path = '/', ...query] = (request.url ?? '/').split('?');
  return {
    method: request.method ?? 'GET',
    path,
    query: new URLSearchParams(query.join('?')),
    body: Buffer.concat(chunks).toString('utf8'),
  };
};

/** An interface's result with the content type that WeChat really sends: it names the contents wrongly. */
export const wechatReply = (path: string, answer: Answer): Reply => {
  // PNG under "image/jpeg": both forms are met in reality, so clients have to look at the bytes.
  if ('image' in answer) return { status: 200, contentType: 'image/jpeg', body: answer.image };
  if ('page' in answer) return { status: 200, contentType: pageType, body: answer.page };
  if ('location' in answer)
    return { status: 302, contentType: pageType, body: '', headers: { Location: answer.location } };
  return { status: 200, contentType: jsonType(path), body: JSON.stringify(answer.json) };
};

/**
 * `{errcode, errmsg}` with HTTP 200, the errmsg ending in a trace id as WeChat's do; to a browser, a page that says
 * the same.
 */
export const refusalReply = (path: string, refusal: Refusal, nowMs: number): Reply => {
  if (isForBrowsers(path)) return { status: 200, contentType: pageType, body: errorPage(refusal) };
  const errmsg = `${refusal.message}, rid: ${traceId(nowMs)}`;
  return {
    status: 200,
    contentType: jsonType(path),
    body: JSON.stringify({ errcode: refusal.errcode, errmsg }),
  };
};

/** WeChat's trace ids: the time in seconds, then random, as `xxxxxxxx-xxxxxxxx-xxxxxxxx` in hex. */
export const traceId = (nowMs: number): string => {
  const seconds = Math.floor(nowMs / 1000)
    .toString(16)
    .padStart(8, '0')
    .slice(-8);
  return `${seconds}-${randomBytes(4).toString('hex')}-${randomBytes(4).toString('hex')}`;
};

/** An error page like those of a web server in front of the real one. */
export const htmlReply = (status: number): Reply => ({
  status,
  contentType: 'text/html',
  body: `<html>\r\n<head><title>${status}</title></head>\r\n<body><center><h1>${status}</h1></center></body>\r\n</html>\r\n`,
});

/** Sends a reply, unless the client has gone. */
export const sendReply = (
  response: ServerResponse,
  reply: Reply,
  headers: Record<string, string> = {},
): void => {
  if (response.destroyed) return;
  response.writeHead(reply.status, {
    'Content-Type': reply.contentType,
    'Content-Length': Buffer.byteLength(reply.body),
    ...reply.headers,
    ...headers,
  });
  response.end(reply.body);
};

const pageType = 'text/html; charset=utf-8';

const isForBrowsers = (path: string): boolean => path.startsWith('/connect/');

const jsonType = (path: string): string =>
  path.startsWith('/sns/') ? 'text/plain' : 'application/json; encoding=utf-8';
