import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll } from 'vitest';
import type { SocketHandler } from '../../lib/http/socket.ts';

type Push = Record<string, unknown>;

let server: Server;
const inboxes = new Map<string, string[]>();
const broken = new Map<string, number>();

/**
 * Stands for API Gateway's side of WebSockets: takes what is posted to a connection, and answers 410 for one that is
 * gone. Call it before anything that imports `lib/websocket.ts`.
 */
export const openSockets = (): void => {
  beforeAll(async () => {
    server = createServer((request, response) => {
      const id = decodeURIComponent(request.url?.split('/').at(-1) ?? '');
      let text = '';
      request.on('data', (chunk) => {
        text += chunk;
      });
      request.on('end', () => {
        const status = broken.get(id) ?? (inboxes.has(id) ? 200 : 410);
        if (status === 200) inboxes.get(id)?.push(text);
        response.writeHead(status, status === 410 ? { 'x-amzn-errortype': 'GoneException' } : {}).end('{}');
      });
    });
    await new Promise<void>((resolve) => void server.listen(0, '127.0.0.1', resolve));
    process.env.WEBSOCKET_ENDPOINT = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  });
  afterAll(() => void server.close());
};

let opened = 0;

/** A client's WebSocket, as the three Lambdas and the pushes see it. */
export class TestSocket {
  readonly id: string;

  constructor() {
    opened += 1;
    this.id = `connection-${opened}=`;
    inboxes.set(this.id, []);
  }

  /** Opens it, with a query string. */
  async open(query: Record<string, string> = {}): Promise<this> {
    await this.happen('socket_connect', '$connect', { queryStringParameters: query });
    return this;
  }

  /** Says something, and returns the answer as text. */
  async sayText(text: string): Promise<string> {
    const { body } = await this.happen('socket_message', '$default', { body: text });
    return body as string;
  }

  /** Says something in JSON, and returns the answer. */
  async say(message: unknown): Promise<Push> {
    return JSON.parse(await this.sayText(JSON.stringify(message)));
  }

  /** What was pushed since the last look. */
  received(): Push[] {
    return this.receivedTexts().map((text) => JSON.parse(text));
  }

  receivedTexts(): string[] {
    return inboxes.get(this.id)?.splice(0) ?? [];
  }

  /** Breaks without a word: nobody is told. */
  vanish(): void {
    inboxes.delete(this.id);
  }

  /** Lets every push fail with a status. */
  fail(status: number): void {
    broken.set(this.id, status);
  }

  /** Closes, and API Gateway tells. */
  async close(): Promise<void> {
    this.vanish();
    await this.happen('socket_disconnect', '$disconnect', {});
  }

  private async happen(name: string, routeKey: string, more: object) {
    const { handler } = (await import(`../../functions/callme/${name}.ts`)) as { handler: SocketHandler };
    const requestContext = { connectionId: this.id, routeKey };
    return handler({ requestContext, isBase64Encoded: false, ...more } as Parameters<SocketHandler>[0]);
  }
}
