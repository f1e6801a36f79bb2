import { gunzipSync } from 'node:zlib';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { type Answer, endpoint, type ProblemBody } from '../../../lib/http/endpoint.ts';
import { originOf } from '../../../lib/http/origin.ts';
import { Problem, STATUS } from '../../../lib/http/problem.ts';
import { readOne } from '../../../lib/store/store.ts';
import { apiEvent, invoke } from '../../support/api.ts';

const lines: string[] = [];
beforeEach(() => {
  lines.length = 0;
  vi.spyOn(console, 'error').mockImplementation((line: string) => void lines.push(line));
});
afterEach(() => void vi.restoreAllMocks());

const wording: ProblemBody = ({ kind, field }, requestId) => ({
  kind,
  ...(field && { field }),
  ...(kind === 'defect' && { requestId }),
});
const answering = (answer: Answer) => endpoint(wording, async () => answer);
const throwing = (error: unknown) =>
  endpoint(wording, () => {
    throw error;
  });
const send = (handler: ReturnType<typeof endpoint>) => invoke(handler, apiEvent({ body: '{}' }));

describe('an answer', () => {
  it('is JSON with HTTP 200, kept nowhere and taken for nothing else', async () => {
    const result = await answering({ json: { 名: '麻辣香锅' } })(apiEvent({}), { awsRequestId: 'r' });

    expect(result).toEqual({
      statusCode: 200,
      headers: {
        'content-type': 'application/json; charset=utf-8',
        'cache-control': 'no-store',
        'x-content-type-options': 'nosniff',
      },
      isBase64Encoded: false,
      body: '{"名":"麻辣香锅"}',
    });
  });

  it('is a text as it stands, of the type that it says', async () => {
    const xml = { text: '<xml/>', type: 'application/xml; charset=utf-8' };

    expect(await answering({ text: '回声 "1"' })(apiEvent({}), { awsRequestId: 'r' })).toMatchObject({
      statusCode: 200,
      headers: { 'content-type': 'text/plain; charset=utf-8' },
      body: '回声 "1"',
    });
    expect(await answering(xml)(apiEvent({}), { awsRequestId: 'r' })).toMatchObject({
      headers: { 'content-type': xml.type },
      body: xml.text,
    });
  });

  it('is another address to go to, with cookies', async () => {
    const cookies = ['sid=1; HttpOnly', 'theme=dark'];
    const result = await answering({ redirect: 'https://example.com/?a=1', cookies })(apiEvent({}), {
      awsRequestId: 'r',
    });

    expect(result).toMatchObject({
      statusCode: 302,
      headers: { location: 'https://example.com/?a=1', 'cache-control': 'no-store' },
      cookies,
      body: '',
    });
  });

  it('is the bytes of a file, untouched, under headers of its own', async () => {
    const bytes = new Uint8Array([0, 255, 128, 13, 10, 0]);
    const cached = { 'cache-control': 'public, max-age=60' };

    const result = await answering({ bytes, type: 'image/png', headers: cached })(apiEvent({}), {
      awsRequestId: 'r',
    });

    expect(result).toEqual({
      statusCode: 200,
      headers: { 'content-type': 'image/png', ...cached, 'x-content-type-options': 'nosniff' },
      isBase64Encoded: true,
      body: Buffer.from(bytes).toString('base64'),
    });
  });

  it('is the part that a view of bytes shows, no more', async () => {
    const bytes = Buffer.from('before|picture|after').subarray(7, 14);

    const { raw } = await send(answering({ bytes, type: 'image/png' }));

    expect(Buffer.from(raw, 'base64').toString()).toBe('picture');
  });

  it('may have another status', async () => {
    expect(await send(answering({ status: 404, json: null }))).toMatchObject({ status: 404, raw: 'null' });
  });

  it('sees the event', async () => {
    const handler = endpoint(wording, async ({ rawPath }) => ({ json: { rawPath } }));

    expect((await invoke(handler, apiEvent({ path: '/callme/menu' }))).body).toEqual({
      rawPath: '/callme/menu',
    });
  });
});

describe('a large answer', () => {
  const json = { data: '麻辣香锅'.repeat(25_000) };
  const sent = (accepted?: string, answer: Answer = { json }) => {
    const headers: Record<string, string> = accepted === undefined ? {} : { 'accept-encoding': accepted };
    return answering(answer)(apiEvent({ headers }), { awsRequestId: 'r' });
  };

  it.each(['gzip', 'gzip, deflate, br', 'br;q=1.0, GZIP;q=0.8, *;q=0.1', 'deflate , gzip ; q=1.000'])(
    'is compressed for a client that takes "%s"',
    async (accepted) => {
      const { body = '', headers, isBase64Encoded } = await sent(accepted);

      expect(isBase64Encoded).toBe(true);
      expect(headers).toMatchObject({
        'content-type': 'application/json; charset=utf-8',
        'content-encoding': 'gzip',
        vary: 'accept-encoding',
      });
      expect(gunzipSync(Buffer.from(body, 'base64')).toString()).toBe(JSON.stringify(json));
      expect(body.length).toBeLessThan(10_000);
    },
  );

  it.each([undefined, '', 'identity', 'br', 'gzip;q=0', 'gzip;q=0.000', 'xgzip'])(
    'stays as it is for a client that takes "%s"',
    async (accepted) => {
      const { body, headers, isBase64Encoded } = await sent(accepted);

      expect([body, isBase64Encoded]).toEqual([JSON.stringify(json), false]);
      expect(headers).toMatchObject({ vary: 'accept-encoding' });
      expect(headers).not.toHaveProperty('content-encoding');
    },
  );

  it('is one of 100,000 characters: a shorter one stays as it is', async () => {
    const { body, headers } = await sent('gzip', { json: { data: 'x'.repeat(90_000) } });

    expect(body).toHaveLength(90_011);
    expect(headers).not.toHaveProperty('vary');
  });

  it('keeps status, cookies and headers of its own', async () => {
    const result = await sent('gzip', { json, status: 404, cookies: ['a=b'], headers: { etag: 'x' } });

    expect(result).toMatchObject({ statusCode: 404, cookies: ['a=b'], headers: { etag: 'x' } });
  });
});

describe('a problem', () => {
  it.each(Object.entries(STATUS))('of the kind "%s" is answered with HTTP %i', async (kind, status) => {
    const reply = await send(throwing(new Problem(kind as keyof typeof STATUS)));

    expect(reply).toMatchObject({ status, body: { kind } });
    expect(reply.headers).toMatchObject({
      'content-type': 'application/json; charset=utf-8',
      'cache-control': 'no-store',
      'x-content-type-options': 'nosniff',
    });
  });

  it('has the statuses that the documents promise', () => {
    expect(STATUS).toEqual({
      'broken body': 400,
      'invalid field': 400,
      'unknown route': 404,
      'wrong method': 405,
      'body too large': 413,
      defect: 500,
      busy: 503,
    });
  });

  it('is the client’s, and no line in the log', async () => {
    expect((await send(throwing(new Problem('invalid field', 'sellerId')))).body).toEqual({
      kind: 'invalid field',
      field: 'sellerId',
    });
    expect(lines).toEqual([]);
  });
});

describe('a defect', () => {
  it('tells the client a request id and nothing more, and the log what it was', async () => {
    const cause = new Error('the cause');
    const reply = await send(throwing(new TypeError('x of undefined', { cause })));

    expect(reply).toMatchObject({ status: 500, raw: '{"kind":"defect","requestId":"request-1"}' });
    expect(lines).toHaveLength(1);
    expect(JSON.parse(lines[0] ?? '')).toEqual({
      level: 'error',
      message: 'defect',
      requestId: 'request-1',
      error: 'TypeError',
      reason: 'x of undefined',
      stack: expect.stringContaining('endpoint.test.ts'),
      cause: 'Error: the cause',
    });
  });

  it.each([['a text'], [undefined], [null], [{ message: 'x' }]])(
    'is also what is no Error: %j',
    async (thrown) => {
      expect(await send(throwing(thrown))).toMatchObject({ status: 500, body: { kind: 'defect' } });
      expect(lines).toHaveLength(1);
    },
  );

  it('is an answer that cannot be written as JSON', async () => {
    const circle: Record<string, unknown> = {};
    circle.circle = circle;

    expect(await send(answering({ json: circle }))).toMatchObject({ status: 500, body: { kind: 'defect' } });
    expect(await send(answering({ json: 1n }))).toMatchObject({ status: 500, body: { kind: 'defect' } });
  });

  it('is a promise that was rejected, also within the answer', async () => {
    const handler = endpoint(wording, () => Promise.reject(new Error('late')));

    expect(await send(handler)).toMatchObject({ status: 500, body: { kind: 'defect' } });
  });

  it('is a request that DynamoDB refuses', async () => {
    const handler = endpoint(wording, async () => ({
      json: await readOne({ table: 'no-such-table', pk: 'x' }),
    }));

    expect(await send(handler)).toMatchObject({
      status: 500,
      body: { kind: 'defect', requestId: 'request-1' },
    });
  });
});

describe('a dependency that is down', () => {
  it('is answered with HTTP 503, and a line in the log', async () => {
    const error = Object.assign(new Error('connect ECONNREFUSED 10.0.0.1:8000'), { code: 'ECONNREFUSED' });

    const reply = await send(throwing(error));

    expect(reply).toMatchObject({ status: 503, raw: '{"kind":"busy"}' });
    expect(JSON.parse(lines[0] ?? '')).toMatchObject({
      level: 'error',
      message: 'busy',
      requestId: 'request-1',
      reason: 'connect ECONNREFUSED 10.0.0.1:8000',
    });
  });
});

describe('originOf', () => {
  it.each([
    ['https://api.example.com', { host: 'api.example.com', 'x-forwarded-proto': 'https' }],
    ['http://localhost:3000', { host: 'localhost:3000' }],
    ['http://localhost', {}],
  ])('is %s', (origin, headers) => {
    expect(originOf({ ...apiEvent({}), headers })).toBe(origin);
  });
});
