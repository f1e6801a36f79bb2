import { describe, expect, it } from 'vitest';
import { readAddress } from '../../local/gateway/address.ts';
import { corsHeaders } from '../../local/gateway/cors.ts';
import { toEvent } from '../../local/gateway/event.ts';
import { watchFrames } from '../../local/gateway/frames.ts';
import { selectRoute } from '../../local/gateway/selection.ts';

const received = (target: string, rawHeaders: string[] = [], body = '') => ({
  method: 'POST',
  address: readAddress(target) as NonNullable<ReturnType<typeof readAddress>>,
  rawHeaders: ['Host', 'localhost:3000', ...rawHeaders],
  body: Buffer.from(body),
  sourceIp: '127.0.0.1',
  port: 3000,
  time: new Date('2026-07-10T19:19:05.007Z'),
});
const selected = { routeKey: 'POST /menus/{id}', pathParameters: { id: '肉' } };
const event = (...args: Parameters<typeof received>) => toEvent(received(...args), selected);

describe('the event of a request', () => {
  it('is that of payload format 2.0, whole', () => {
    const headers = ['X-A', '1', 'x-a', '2', 'Cookie', 'a=1; b=2', 'Content-Type', 'application/json'];

    expect(event('/menus/%E8%82%89?a=1&a=2&b=%20', headers, '{"x":1}')).toEqual({
      version: '2.0',
      routeKey: 'POST /menus/{id}',
      rawPath: '/menus/肉',
      rawQueryString: 'a=1&a=2&b=%20',
      cookies: ['a=1', 'b=2'],
      headers: {
        host: 'localhost:3000',
        'x-a': '1,2',
        'content-type': 'application/json',
        'content-length': '7',
        'x-amzn-trace-id': expect.stringMatching(/^Root=1-[0-9a-f]{8}-[0-9a-f]{24}$/),
        'x-forwarded-for': '127.0.0.1',
        'x-forwarded-port': '3000',
        'x-forwarded-proto': 'http',
      },
      queryStringParameters: { a: '1,2', b: ' ' },
      requestContext: {
        accountId: '000000000000',
        apiId: 'local',
        domainName: 'localhost:3000',
        domainPrefix: 'localhost',
        http: {
          method: 'POST',
          path: '/menus/肉',
          protocol: 'HTTP/1.1',
          sourceIp: '127.0.0.1',
          userAgent: '',
        },
        requestId: expect.any(String),
        routeKey: 'POST /menus/{id}',
        stage: '$default',
        time: '10/Jul/2026:19:19:05 +0000',
        timeEpoch: 1_783_711_145_007,
      },
      pathParameters: { id: '肉' },
      body: '{"x":1}',
      isBase64Encoded: false,
    });
  });

  it('has no field for what a request lacks', () => {
    const bare = toEvent(received('/menus'), { routeKey: 'x', pathParameters: {} });

    for (const name of ['cookies', 'queryStringParameters', 'pathParameters', 'body'])
      expect(bare).not.toHaveProperty(name);
  });

  it.each([
    ['application/json', 'false', false],
    ['application/json; charset=utf-8', '0', false],
    ['text/xml', '<xml/>', false],
    ['application/xml', '<xml/>', false],
    ['application/x-www-form-urlencoded', 'a=1', true],
    ['multipart/form-data; boundary=x', '--x--', true],
    ['application/octet-stream', '\0', true],
    ['', 'x', true],
  ])('carries a body of the type "%s" as it came: %j, encoded %j', (type, body, isBase64Encoded) => {
    const made = event('/x', type ? ['content-type', type] : [], body);

    expect(made.isBase64Encoded).toBe(isBase64Encoded);
    expect(Buffer.from(made.body ?? '', isBase64Encoded ? 'base64' : 'utf8').toString()).toBe(body);
  });
});

describe('the address of a request', () => {
  it.each([
    ['/a%2Fb', '/a/b', '/a/b'],
    ['/a%252Fb', '/a%2Fb', '/a/b'],
    ['/a%3Fb=1', '/a', '/a'],
    ['//a//', '//a//', '//a//'],
    ['http://localhost:3000/a', '/a', '/a'],
  ])('%s is selected by %s and told as %s', (target, path, rawPath) => {
    expect(readAddress(target)).toEqual({ path, rawPath, rawQueryString: '' });
  });

  it.each(['/%', '/%E8', '*', 'a', '/%25E8'])('is none: %s', (target) => {
    expect(readAddress(target)).toBeUndefined();
  });
});

describe('the route of a request', () => {
  const KEYS = ['GET /menus', 'GET /menus/{id}', 'GET /menus/order', '$default'];

  it.each([
    ['GET', '/menus', 'GET /menus', {}],
    ['GET', '/menus/7', 'GET /menus/{id}', { id: '7' }],
    ['GET', '/menus/order', 'GET /menus/order', {}],
    ['GET', '/menus/', '$default', {}],
    ['GET', '//menus', '$default', {}],
    ['GET', '/MENUS', '$default', {}],
    ['POST', '/menus', '$default', {}],
  ])('of %s %s is %s', (method, path, routeKey, pathParameters) => {
    expect(selectRoute(KEYS, method, path)).toMatchObject({
      routeKey,
      ...(routeKey !== '$default' && { pathParameters }),
    });
  });
});

describe('cors', () => {
  const cors = {
    allowedOrigins: ['*'],
    allowedMethods: ['GET'],
    allowedHeaders: ['content-type'],
    maxAge: 60,
  };

  it('answers pages of other origins, and their question before', () => {
    const origin = { origin: 'https://h5.example.com' };

    expect(corsHeaders(cors, 'GET', {})).toEqual({});
    expect(corsHeaders(cors, 'GET', origin)).toEqual({ 'access-control-allow-origin': '*' });
    expect(corsHeaders(cors, 'OPTIONS', { ...origin, 'access-control-request-method': 'GET' })).toEqual({
      'access-control-allow-origin': '*',
      'access-control-allow-methods': 'GET',
      'access-control-allow-headers': 'content-type',
      'access-control-max-age': '60',
    });
  });
});

describe('the frames of a WebSocket', () => {
  const frame = (length: number, { first = 0x81 } = {}) => {
    const head =
      length < 126
        ? [first, 0x80 | length]
        : [first, 0x80 | 127, ...Buffer.from(BigInt(length).toString(16).padStart(16, '0'), 'hex')];
    return Buffer.concat([Buffer.from(head), Buffer.alloc(4 + length)]);
  };

  it('are followed however their bytes come in', () => {
    const bytes = Buffer.concat([frame(5), frame(0, { first: 0x89 }), frame(32 * 1024), frame(300)]);
    for (const step of [1, 7, 4096, bytes.length]) {
      const isWithin = watchFrames();
      for (let at = 0; at < bytes.length; at += step)
        expect(isWithin(bytes.subarray(at, at + step))).toBe(true);
    }
  });

  it('are too large over 32 KB, and a message of many over 128 KB', () => {
    expect(watchFrames()(frame(32 * 1024 + 1))).toBe(false);
    const isWithin = watchFrames();
    expect(isWithin(frame(32 * 1024, { first: 0x01 }))).toBe(true);
    for (let more = 0; more < 3; more += 1) expect(isWithin(frame(32 * 1024, { first: 0x00 }))).toBe(true);
    expect(isWithin(frame(1, { first: 0x80 }))).toBe(false);
  });
});
