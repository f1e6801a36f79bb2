import { beforeAll, describe, expect, it } from 'vitest';
import { handler as root } from '../../functions/callme/root.ts';
import { QUERIES } from '../../lib/callme/names.ts';
import { apiEvent, invoke } from '../support/api.ts';
import {
  ask,
  control,
  EATERS,
  openCanteen,
  openStall,
  type StallFixture,
  send,
  someone,
} from '../support/canteen.ts';
import { multipart, PNG } from '../support/pictures.ts';

openCanteen();

const JSON_TYPE = 'application/json';
const FORM_TYPE = 'application/x-www-form-urlencoded';
const post = (body: string | Buffer, type = JSON_TYPE) => invoke(root, apiEvent({ body, type }));
const illegalQuery = '{"queryErr":"Illegal query"}';

let stall: StallFixture;
beforeAll(async () => {
  stall = await openStall();
});

describe('POST /', () => {
  it.each(QUERIES)('answers %s with the bytes of its own Lambda', async (query) => {
    const sessionKey = 'f'.repeat(40);
    const fields = query === 'login' ? { isseller: 'no', code: 'bad' } : { sessionKey };

    const own = await send(query, fields);
    const reply = await post(JSON.stringify({ query, ...fields }));

    expect({ status: reply.status, raw: reply.raw }).toEqual({ status: own.status, raw: own.raw });
  });

  it('takes JSON under whatever content type, and forms of both kinds', async () => {
    const { sessionKey } = stall;
    const json = JSON.stringify({ query: 'note', sessionKey });
    const answer = { noteSuccess: 'success', sellerId: stall.sellerId };
    const form = await multipart({ query: 'note', sessionKey });

    for (const type of [JSON_TYPE, 'text/plain', FORM_TYPE, 'application/json;charset=GBK', '']) {
      expect((await post(json, type)).body).toMatchObject(answer);
      expect((await post(Buffer.from(json), type)).body).toMatchObject(answer);
    }
    expect(
      (await post(new URLSearchParams({ query: 'note', sessionKey }).toString(), FORM_TYPE)).body,
    ).toMatchObject(answer);
    expect((await post(form.body, form.type)).body).toMatchObject(answer);
  });

  it('takes a picture for update', async () => {
    const form = await multipart({ query: 'update', sessionKey: stall.sessionKey }, PNG);

    expect((await post(form.body, form.type)).body).toEqual({
      updateSuccess: 'success',
      updateImageSuccess: 'success',
    });
  });

  it('takes numbers and arrays as forms send them', async () => {
    const { sessionKey, sellerId } = stall;
    const { marchSn } = await ask('fetch', { sessionKey });
    const form = (fields: Record<string, string>) => post(new URLSearchParams(fields).toString(), FORM_TYPE);
    const menu = `query=info&sessionKey=${sessionKey}&menuList[]=%E9%9D%A2&menuList[]=b+c`;

    expect((await form({ query: 'call', sessionKey, marchSn: String(marchSn) })).body).toEqual({
      callSuccess: 'success',
    });
    expect(
      (
        await form({
          query: 'done',
          sessionKey,
          marchSn: String(marchSn),
          sellerId: String(sellerId),
          isseller: 'yes',
        })
      ).body,
    ).toEqual({ doneSuccess: 'success' });
    expect((await post(menu, FORM_TYPE)).body).toMatchObject({ menuList: ['面', 'b c'] });
  });

  it.each(['', '{', 'null', '[]', '"login"', '{"query":"login"', '\u0000'])(
    'answers 400 to the body %j',
    async (body) => {
      const reply = await post(body);

      expect([reply.status, reply.raw]).toEqual([400, illegalQuery]);
    },
  );

  it.each(['{}', '{"query":"nothing"}', '{"query":"__proto__"}', '{"query":["login"]}', '{"query":null}'])(
    'answers 404 to %s',
    async (body) => {
      const reply = await post(body);

      expect([reply.status, reply.raw]).toEqual([404, illegalQuery]);
    },
  );

  it('answers 400 to bytes that are no UTF-8', async () => {
    const reply = await post(Buffer.from([0x7b, 0xff, 0xfe, 0x7d]));

    expect([reply.status, reply.raw]).toEqual([400, illegalQuery]);
  });

  it('answers 413 to a body over 1 MiB, and reads one of 1 MiB', async () => {
    const padded = (size: number) => {
      const body = JSON.stringify({ query: 'hungry', sessionKey: 'x', pad: '' });
      return body.replace('"pad":""', `"pad":"${'x'.repeat(size - body.length)}"`);
    };

    expect(await post(padded(1024 * 1024 + 1))).toMatchObject({
      status: 413,
      raw: '{"queryErr":"Body Too Large"}',
    });
    expect(await post(padded(1024 * 1024))).toMatchObject({
      status: 200,
      raw: '{"queryErr":"Session Time Out"}',
    });
  });
});

describe('POST /callme/<query>', () => {
  it('takes a body that names the same query, and refuses one that names another', async () => {
    const { sessionKey } = stall;

    expect((await send('note', { query: 'note', sessionKey })).body).toMatchObject({
      noteSuccess: 'success',
    });
    expect(await send('note', { query: 'fetch', sessionKey })).toMatchObject({
      status: 400,
      raw: illegalQuery,
    });
  });
});

it('answers 503 when DynamoDB is down, 500 with a request id to a defect, and tells nothing else', async () => {
  const { documents } = await import('../../lib/store/dynamodb.ts');
  const failing = async (name: string) => {
    documents.middlewareStack.add(
      () => () => Promise.reject(Object.assign(new Error('secret detail'), { name })),
      {
        step: 'initialize',
        name: 'failing',
      },
    );
    const reply = await send('note', { sessionKey: stall.sessionKey });
    documents.middlewareStack.remove('failing');
    return [reply.status, reply.raw];
  };

  expect(await failing('ThrottlingException')).toEqual([503, '{"queryErr":"Service Busy"}']);
  expect(await failing('TimeoutError')).toEqual([503, '{"queryErr":"Service Busy"}']);
  expect(await failing('ValidationException')).toEqual([
    500,
    '{"queryErr":"Server Error","requestId":"request-1"}',
  ]);
});

it('logs neither codes nor secrets nor openids', async () => {
  const lines: string[] = [];
  const spy = (line: string) => void lines.push(line);
  const { vi } = await import('vitest');
  for (const level of ['info', 'warn', 'error'] as const) vi.spyOn(console, level).mockImplementation(spy);
  const openid = someone();
  const code = await control().login({ appid: EATERS.appid, openid });
  for (let i = 0; i < 2; i += 1) await ask('login', { isseller: 'no', code });
  vi.restoreAllMocks();

  expect(lines).toHaveLength(1);
  for (const secret of [code, openid, EATERS.secret]) expect(lines.join()).not.toContain(secret);
});
