import { once } from 'node:events';
import { type AddressInfo, connect } from 'node:net';
import type { APIGatewayProxyEventV2 } from 'aws-lambda';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { readAddress } from '../../local/gateway/address.ts';
import { watchFrames } from '../../local/gateway/frames.ts';
import { selectRoute } from '../../local/gateway/selection.ts';
import { createGateway } from '../../local/gateway/server.ts';

const ROUTE_KEYS = [
  'GET /menus',
  'GET /menus/{id}',
  'GET /menus/order',
  'POST /menus/{id}/{word}',
  '$default',
];

let result: object;
let events: APIGatewayProxyEventV2[];
const gateway = createGateway({
  routeKeys: ROUTE_KEYS,
  cors: {
    allowedOrigins: ['*'],
    allowedMethods: ['GET', 'POST'],
    allowedHeaders: ['content-type'],
    maxAge: 60,
  },
  invoke: async (routeKey, event) => {
    expect(event.routeKey).toBe(routeKey);
    events.push(event);
    if (result instanceof Error) throw result;
    return result;
  },
});
let port: number;

beforeAll(async () => {
  await once(gateway.listen(0, '127.0.0.1'), 'listening');
  port = (gateway.address() as AddressInfo).port;
});
afterAll(() => gateway.close());
beforeEach(() => {
  events = [];
  result = { statusCode: 200, body: 'ok' };
});

/** Sends a request as it stands, the last on its connection, and returns all that comes back. */
const send = async (head: string, body: string | Buffer = ''): Promise<string> => {
  const socket = connect(port, '127.0.0.1');
  const chunks: Buffer[] = [];
  socket.on('data', (chunk) => void chunks.push(chunk));
  socket.write(`${head.trim().replaceAll('\n', '\r\n')}\r\nConnection: close\r\n`);
  if (body.length > 0 && !head.includes('Transfer-Encoding'))
    socket.write(`Content-Length: ${Buffer.byteLength(body)}\r\n`);
  socket.write('\r\n');
  socket.write(body);
  await once(socket, 'close');
  return Buffer.concat(chunks).toString();
};

/** What a function is handed over for a request. */
const eventOf = async (head: string, body?: string | Buffer): Promise<APIGatewayProxyEventV2> => {
  expect(await send(head, body)).toMatch(/^HTTP\/1\.1 200 OK\r\n/);
  return events.at(-1) as APIGatewayProxyEventV2;
};

describe('the event of a request', () => {
  it('is that of a live HTTP API, field by field', async () => {
    // As captured from AWS for the same request, but for what names the account, the API and this machine.
    const before = Date.now();
    const event = await eventOf(
      `POST /capture/space%20value?repeat=one&repeat=two&redirect=https%3A%2F%2Fexample.com%2Fa%2Fb&literalPlus=a+b&encodedPlus=a%2Bb&empty= HTTP/1.1
Host: localhost:3000
User-Agent: curl/8.7.1
ACCEPT: */*
X-Probe: first
x-probe: second
Cookie: session=abc123; theme=dark
Content-Type: application/json`,
      '{"message":"hello","unicode":"lambda-λ"}',
    );

    expect(event).toEqual({
      version: '2.0',
      routeKey: '$default',
      rawPath: '/capture/space value',
      rawQueryString:
        'repeat=one&repeat=two&redirect=https%3A%2F%2Fexample.com%2Fa%2Fb&literalPlus=a+b&encodedPlus=a%2Bb&empty=',
      cookies: ['session=abc123', 'theme=dark'],
      headers: {
        accept: '*/*',
        'content-length': '41',
        'content-type': 'application/json',
        host: 'localhost:3000',
        'user-agent': 'curl/8.7.1',
        'x-amzn-trace-id': expect.stringMatching(/^Root=1-[0-9a-f]{8}-[0-9a-f]{24}$/),
        'x-forwarded-for': '127.0.0.1',
        'x-forwarded-port': String(port),
        'x-forwarded-proto': 'http',
        'x-probe': 'first,second',
      },
      queryStringParameters: {
        repeat: 'one,two',
        redirect: 'https://example.com/a/b',
        literalPlus: 'a b',
        encodedPlus: 'a+b',
        empty: '',
      },
      requestContext: {
        accountId: expect.any(String),
        apiId: expect.any(String),
        domainName: 'localhost:3000',
        domainPrefix: 'localhost',
        http: {
          method: 'POST',
          path: '/capture/space value',
          protocol: 'HTTP/1.1',
          sourceIp: '127.0.0.1',
          userAgent: 'curl/8.7.1',
        },
        requestId: expect.any(String),
        routeKey: '$default',
        stage: '$default',
        time: expect.stringMatching(/^\d\d\/[A-Z][a-z]{2}\/\d{4}:\d\d:\d\d:\d\d \+0000$/),
        timeEpoch: expect.any(Number),
      },
      body: '{"message":"hello","unicode":"lambda-λ"}',
      isBase64Encoded: false,
    });
    expect(event.requestContext.timeEpoch).toBeGreaterThanOrEqual(before);
  });

  it('has no field for what there is not', async () => {
    const event = await eventOf('GET /menus? HTTP/1.1\nHost: a\nCookie: ');

    expect(Object.keys(event).toSorted()).toEqual([
      'headers',
      'isBase64Encoded',
      'rawPath',
      'rawQueryString',
      'requestContext',
      'routeKey',
      'version',
    ]);
    expect(event).toMatchObject({ routeKey: 'GET /menus', rawQueryString: '', isBase64Encoded: false });
  });

  it('says what the path has for the names of its route', async () => {
    expect(await eventOf('GET /menus/a%20b%252Fc HTTP/1.1\nHost: a')).toMatchObject({
      routeKey: 'GET /menus/{id}',
      rawPath: '/menus/a b/c',
      pathParameters: { id: 'a b/c' },
      requestContext: { routeKey: 'GET /menus/{id}', http: { path: '/menus/a b/c' } },
    });
  });

  it.each(['false', '0', 'null', '""', '"x"', '7', '[]', '{"broken":', ' {} '])(
    'has the body %s as it came',
    async (body) => {
      const head = 'POST /menus/1/x HTTP/1.1\nHost: a\nContent-Type: application/json';

      expect(await eventOf(head, body)).toMatchObject({ body, isBase64Encoded: false });
    },
  );

  it.each([
    ['application/json; charset=utf-8', false],
    ['APPLICATION/JSON', false],
    ['text/plain;charset=UTF-8', false],
    ['text/xml', false],
    ['application/xml', false],
    ['application/javascript', false],
    ['application/x-www-form-urlencoded', true],
    ['multipart/form-data; boundary=x', true],
    ['application/octet-stream', true],
    ['application/problem+json', true],
    ['image/png', true],
    ['json', true],
    ['', true],
  ])('of the content type "%s" has an encoded body: %s', async (type, isEncoded) => {
    const body = Buffer.from('a=肉');
    const event = await eventOf(`POST / HTTP/1.1\nHost: a${type && `\nContent-Type: ${type}`}`, body);

    expect(event.isBase64Encoded).toBe(isEncoded);
    expect(Buffer.from(event.body ?? '', isEncoded ? 'base64' : 'utf8')).toEqual(body);
  });

  it('has the length of a body that came in chunks, and every cookie', async () => {
    const head =
      'POST / HTTP/1.1\nHost: a\nContent-Type: text/plain\nCookie: a=1\nCookie: b=2;c=3\nX-Forwarded-For: 10.0.0.1';
    await send(`${head}\nTransfer-Encoding: chunked`, '3\r\nabc\r\n0\r\n\r\n');

    expect(events.at(-1)).toMatchObject({
      body: 'abc',
      cookies: ['a=1', 'b=2', 'c=3'],
      headers: { 'content-length': '3', 'x-forwarded-for': '10.0.0.1, 127.0.0.1' },
    });
    expect(events.at(-1)?.headers).not.toHaveProperty('transfer-encoding');
  });
});

describe('an address', () => {
  // Captured from a live HTTP API, but for the last five.
  it.each([
    ['/capture/plain', '/capture/plain'],
    ['/capture/space%20value', '/capture/space value'],
    ['/capture/question%3Fvalue', '/capture/question'],
    ['/capture/percent%25done', undefined],
    ['/capture/hash%23value', '/capture/hash#value'],
    ['/capture/slash%2Fvalue', '/capture/slash/value'],
    ['/capture/unicode-%CE%BB-%E4%B8%96%E7%95%8C', '/capture/unicode-λ-世界'],
    ['/capture/literal%252Fvalue', '/capture/literal/value'],
    ['/capture/literal%253Fvalue', '/capture/literal?value'],
    ['/capture/literal%2525value', '/capture/literal%value'],
    ['//doubled///slashes/', '//doubled///slashes/'],
    ['http://localhost:3000/absolute', '/absolute'],
    ['/broken%E8%83/x', undefined],
    ['*', undefined],
    ['nothing', undefined],
  ])('%s is %s', (target, rawPath) => {
    expect(readAddress(`${target}?a=%31`)).toEqual(
      rawPath && { path: expect.any(String), rawPath, rawQueryString: 'a=%31' },
    );
  });
});

describe('a route', () => {
  it.each([
    ['GET', '/menus', 'GET /menus', {}],
    ['GET', '/menus/order', 'GET /menus/order', {}],
    ['GET', '/menus/7', 'GET /menus/{id}', { id: '7' }],
    ['POST', '/menus/7/%2F', 'POST /menus/{id}/{word}', { id: '7', word: '/' }],
    ['GET', '/menus/', '$default', {}],
    ['GET', '//menus', '$default', {}],
    ['POST', '/menus//x', '$default', {}],
    ['GET', '/Menus', '$default', {}],
    ['HEAD', '/menus', '$default', {}],
    ['GET', '/', '$default', {}],
  ])('of %s %s is %s', (method, path, routeKey, pathParameters) => {
    expect(selectRoute(ROUTE_KEYS, method, path)).toEqual({ routeKey, pathParameters });
  });
});

describe('the answer to a request', () => {
  it('is what the function says: status, headers, cookies one by one, and bytes', async () => {
    result = {
      statusCode: 418,
      headers: { 'content-type': 'image/png', location: '/x' },
      cookies: ['a=1; Path=/', 'b=2; HttpOnly'],
      body: Buffer.from('肉').toString('base64'),
      isBase64Encoded: true,
    };
    const answer = await send('GET /menus HTTP/1.1\nHost: a');

    expect(answer).toMatch(/^HTTP\/1\.1 418 /);
    for (const line of [
      'content-type: image/png',
      'location: /x',
      'set-cookie: a=1; Path=/',
      'set-cookie: b=2; HttpOnly',
    ])
      expect(answer).toContain(`\r\n${line}\r\n`);
    expect(answer).toMatch(/\r\ncontent-length: 3\r\n.*\r\n\r\n肉$/s);
  });

  it('may be read by a page of another origin, which is told what it may ask', async () => {
    const from = 'Host: a\nOrigin: http://page.example';
    result = { statusCode: 204 };
    const told = await send(`OPTIONS /menus HTTP/1.1\n${from}\nAccess-Control-Request-Method: POST`);

    expect(told).toMatch(/^HTTP\/1\.1 204 /);
    expect(told).toContain('access-control-allow-methods: GET,POST\r\n');
    expect(await send(`GET /menus HTTP/1.1\n${from}`)).toContain('access-control-allow-origin: *\r\n');
    expect(await send('GET /menus HTTP/1.1\nHost: a')).not.toContain('access-control');
  });

  it('is an error of the gateway’s own when the function fails', async () => {
    result = new Error('a secret');

    expect(await send('GET /menus HTTP/1.1\nHost: a')).toMatch(
      /^HTTP\/1\.1 500 .*\r\n\r\n\{"message":"Internal Server Error"\}$/s,
    );
  });

  it.each([
    ['GET /menus/%E8%83 HTTP/1.1\nHost: a', '', 400],
    ['GET /menus HTTP/1.1\nHost: a\nbroken', '', 400],
    [`GET /menus HTTP/1.1\nHost: a\nx: ${'x'.repeat(20_000)}`, '', 431],
    ['POST /menus HTTP/1.1\nHost: a', Buffer.alloc(10 * 1024 * 1024 + 1), 413],
  ])('refuses what never reaches a function: %.30s', async (head, body, status) => {
    expect(await send(head, body)).toMatch(new RegExp(`^HTTP/1\\.1 ${status} `));
    expect(events).toEqual([]);
  });
});

describe('the frames of a WebSocket', () => {
  const [TEXT, CONTINUED, PING, FINAL] = [0x1, 0x0, 0x9, 0x80];

  /** A client's frame, masked with zeros. */
  const frame = (first: number, length: number): Buffer => {
    const size = Buffer.alloc(length < 126 ? 1 : length < 65_536 ? 3 : 9);
    size[0] = 0x80 | (length < 126 ? length : length < 65_536 ? 126 : 127);
    if (size.length === 3) size.writeUInt16BE(length, 1);
    if (size.length === 9) size.writeBigUInt64BE(BigInt(length), 1);
    return Buffer.concat([Buffer.of(first), size, Buffer.alloc(4 + length)]);
  };
  const KB = 1024;
  const parts = (...lengths: number[]) => [
    frame(TEXT, lengths[0] as number),
    ...lengths.slice(1, -1).map((length) => frame(CONTINUED, length)),
    frame(CONTINUED | FINAL, lengths.at(-1) as number),
  ];

  it.each([
    ['a short one', [frame(TEXT | FINAL, 5)], true],
    ['one of 32 KB', [frame(TEXT | FINAL, 32 * KB)], true],
    ['one of a byte more', [frame(TEXT | FINAL, 32 * KB + 1)], false],
    ['one of 100 KB', [frame(TEXT | FINAL, 100 * KB)], false],
    ['four of 32 KB for one message', parts(32 * KB, 32 * KB, 32 * KB, 32 * KB), true],
    ['a byte more for it', parts(32 * KB, 32 * KB, 32 * KB, 32 * KB, 1), false],
    ['ten messages of 32 KB', Array.from({ length: 10 }, () => frame(TEXT | FINAL, 32 * KB)), true],
    [
      'a ping amidst a message',
      [
        ...parts(32 * KB, 32 * KB, 32 * KB).slice(0, 2),
        frame(PING | FINAL, 125),
        frame(CONTINUED | FINAL, 64),
      ],
      true,
    ],
  ])('%s', (_, frames, isWithin) => {
    const bytes = Buffer.concat(frames);
    const whole = watchFrames()(bytes);
    const watch = watchFrames();
    // However the network cuts them.
    const cut = Array.from({ length: Math.ceil(bytes.length / 7) }, (_, i) =>
      bytes.subarray(i * 7, i * 7 + 7),
    );

    expect(whole).toBe(isWithin);
    expect(cut.every((piece) => watch(piece))).toBe(isWithin);
  });
});
