import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { handler } from '../functions/unknown/unknown.ts';
import { apiEvent, invoke } from './support/api.ts';

const callme = '{"queryErr":"Illegal query"}';
const mina = (msg: string) => `{"ok":"fail","msg":"${msg}","data":null}`;
const recipes = (message: string) =>
  `{"flag":false,"data":null,"sessionId":null,"message":"${message}","login":false}`;
const rental = (words: string) => `{"status":"error: ${words}"}`;
const h5 = (msg: string) => `{"ok":false,"error":{"code":2002,"msg":"${msg}"}}`;

describe('a route that nothing else answers', () => {
  it.each([
    ['GET', '/', 405, callme],
    ['PUT', '/callme/fetch', 405, callme],
    ['GET', '/callme/seller_list', 405, callme],
    ['DELETE', '/callme/pictures/abc.png', 405, callme],
    ['POST', '/callme/nothing', 404, callme],
    ['POST', '/callme/FETCH', 404, callme],
    ['HEAD', '/callme/seller_list', 405, callme],
    ['GET', '/callme/pictures/', 404, callme],
    ['GET', '/favicon.ico', 404, callme],
    ['POST', '/callme/constructor', 404, callme],
    ['GET', '/mina/login', 405, mina('请求方式不支持')],
    ['GET', '/mina_auth/', 405, mina('请求方式不支持')],
    ['POST', '/mina/nothing', 404, mina('接口不存在')],
    ['POST', '/menus/2046', 405, recipes('请求方式不支持')],
    ['GET', '/menus/one/2046', 404, recipes('接口不存在')],
    ['GET', '//userinfos', 404, recipes('接口不存在')],
    ['DELETE', '/user/profile/', 405, rental('wrong method')],
    ['POST', '/user/try_to_rent', 405, rental('wrong method')],
    ['GET', '/user/history/page_length/10', 404, rental('unknown route')],
    ['GET', '/device', 404, rental('unknown route')],
    ['DELETE', '/wx', 405, h5('请求方式不支持')],
    ['POST', '/wx/api/measurements/7/analyze', 405, h5('请求方式不支持')],
    ['GET', '/wx/api/measurements//analyze', 404, h5('接口不存在')],
    ['GET', '/wx/api/measurements/7/8/analyze', 404, h5('接口不存在')],
    ['DELETE', '/wx/', 405, h5('请求方式不支持')],
  ])('%s %s is %i, in the words of its service', async (method, path, status, raw) => {
    expect(await invoke(handler, apiEvent({ method, path }))).toMatchObject({ status, raw });
  });
});

it('tells a browser that asks first that it may: what else, API Gateway adds', async () => {
  const event = apiEvent({ method: 'OPTIONS', path: '/callme/fetch' });

  expect(await handler(event, { awsRequestId: 'r' })).toEqual({ statusCode: 204 });
});

describe('a slash too many', () => {
  const asked: { url: string; event: Record<string, unknown> }[] = [];
  let reply: { status: number; headers?: Record<string, string>; body: string };
  /** Stands for Lambda, which is asked over HTTP. */
  const lambda = createServer(async (request, response) => {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk as Buffer);
    asked.push({ url: request.url ?? '', event: JSON.parse(Buffer.concat(chunks).toString()) });
    response.writeHead(reply.status, reply.headers).end(reply.body);
  });
  beforeAll(async () => {
    await new Promise<void>((resolve) => void lambda.listen(0, '127.0.0.1', resolve));
    const { port } = lambda.address() as AddressInfo;
    process.env.FUNCTIONS_URL = `http://127.0.0.1:${port}/2015-03-31/functions/callme-test`;
  });
  afterAll(() => void lambda.close());

  it('is handed on, once, to the function that is meant, with the event of its own address', async () => {
    asked.length = 0;
    reply = { status: 200, body: '{"statusCode":201,"body":"{}","isBase64Encoded":false}' };
    const event = apiEvent({ path: '/menus/like//烤箱/', method: 'GET', query: { a: 'b' } });

    expect(await handler(event, { awsRequestId: 'r' })).toMatchObject({ statusCode: 201, body: '{}' });
    expect(asked.map(({ url }) => url)).toEqual([
      '/2015-03-31/functions/callme-test-recipes-menus_like/invocations',
    ]);
    expect(asked[0]?.event).toMatchObject({
      routeKey: 'GET /menus/like/{stuff}/{tools}',
      rawPath: '/menus/like//烤箱/',
      queryStringParameters: { a: 'b' },
      pathParameters: { stuff: '', tools: '烤箱' },
      requestContext: { routeKey: 'GET /menus/like/{stuff}/{tools}' },
    });
  });

  it.each([
    ['Lambda is busy', { status: 429, body: '{}' }, 503, '{"queryErr":"Service Busy"}'],
    ['Lambda is down', { status: 500, body: '{}' }, 503, '{"queryErr":"Service Busy"}'],
    [
      'the function failed',
      { status: 200, headers: { 'x-amz-function-error': 'Unhandled' }, body: '{"errorMessage":"secret"}' },
      500,
      '{"queryErr":"Server Error","requestId":"request-1"}',
    ],
  ])('says in the words of its service when %s, and asks no more', async (_, answer, status, raw) => {
    asked.length = 0;
    reply = answer;
    vi.spyOn(console, 'error').mockImplementation(() => undefined);

    expect(await invoke(handler, apiEvent({ path: '/callme/fetch/' }))).toMatchObject({ status, raw });
    expect(asked).toHaveLength(1);
  });
});
