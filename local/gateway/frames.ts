import type { Duplex } from 'node:stream';
import { type WebSocket, WebSocketServer } from 'ws';

/** Bytes of a frame, and of a message in however many frames. */
const LARGEST_FRAME = 32 * 1024;
const LARGEST_MESSAGE = 128 * 1024;
/** WebSocket's own code for what is too big. */
const TOO_BIG = 1009;

const FINAL = 0x80;
const OPCODE = 0x0f;
const CONTROL = 0x08;
const LENGTH = 0x7f;
const MASK_BYTES = 4;

/**
 * Makes every WebSocket server of this process keep the limits of API Gateway's WebSocket APIs: a frame of more than
 * 32 KB, or a message of more than 128 KB, closes the socket with 1009 and reaches no function.
 * https://docs.aws.amazon.com/apigateway/latest/developerguide/apigateway-execution-service-websocket-limits-table.html
 */
export const limitSockets = (): void => {
  const { handleUpgrade } = WebSocketServer.prototype;
  WebSocketServer.prototype.handleUpgrade = function (request, socket, head, done) {
    handleUpgrade.call(this, request, socket, head, (client, opened) => {
      limit(client, socket);
      done(client, opened);
    });
  };
};

const limit = (client: WebSocket, socket: Duplex): void => {
  const isWithin = watchFrames();
  // Before the WebSocket itself reads what came.
  socket.prependListener('data', function watch(bytes: Buffer) {
    if (isWithin(bytes)) return;
    socket.off('data', watch);
    client.removeAllListeners('message');
    client.close(TOO_BIG, 'Message too big');
  });
  // What a client breaks off or says against the protocol is no reason to end the process.
  client.on('error', () => undefined);
};

/** Follows a client's frames (RFC 6455, 5.2) as their bytes come in, and says whether all were within the limits so far. */
export const watchFrames = (): ((bytes: Buffer) => boolean) => {
  let head = Buffer.alloc(0);
  let left = 0;
  let message = 0;
  return (bytes) => {
    let at = 0;
    while (at < bytes.length) {
      const skipped = Math.min(left, bytes.length - at);
      left -= skipped;
      at += skipped;
      if (at === bytes.length) return true;
      head = Buffer.concat([head, bytes.subarray(at, at + 1)]);
      at += 1;
      const frame = readHead(head);
      if (!frame) continue;
      head = Buffer.alloc(0);
      left = frame.length + MASK_BYTES;
      if (!frame.isControl) message += frame.length;
      if (frame.length > LARGEST_FRAME || message > LARGEST_MESSAGE) return false;
      if (frame.isFinal && !frame.isControl) message = 0;
    }
    return true;
  };
};

/** What the head of a frame says, up to the mask; undefined while it is not whole. */
const readHead = (head: Buffer): { isFinal: boolean; isControl: boolean; length: number } | undefined => {
  const [first, second] = head;
  if (first === undefined || second === undefined) return undefined;
  const short = second & LENGTH;
  const size = { 126: 2, 127: 8 }[short] ?? 0;
  if (head.length < 2 + size) return undefined;
  const length = size === 0 ? short : Number(BigInt(`0x${head.subarray(2).toString('hex')}`));
  return { isFinal: (first & FINAL) !== 0, isControl: (first & OPCODE & CONTROL) !== 0, length };
};
