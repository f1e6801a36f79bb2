import type { APIGatewayProxyEventV2 } from 'aws-lambda';
import { describe, expect, it } from 'vitest';
import { readBare, readBody } from '../../../lib/http/body.ts';
import { apiEvent } from '../../support/api.ts';

const MIB = 1024 * 1024;
const FORM = 'application/x-www-form-urlencoded';

const read = (body: string | Buffer, type?: string) =>
  readBody(apiEvent({ body, ...(type !== undefined && { type }) }));
const refusal = async (body: string | Buffer, type?: string) => {
  const error = await read(body, type).catch((thrown: unknown) => thrown);
  return (error as { kind?: string }).kind;
};

describe('a JSON body', () => {
  it.each(['application/json', 'application/json; charset=utf-8', 'text/plain', 'nonsense', '', FORM])(
    'is read under the content type "%s"',
    async (type) => {
      expect(await read('{"query":"login","n":1,"list":["a",null]}', type)).toEqual({
        query: 'login',
        n: 1,
        list: ['a', null],
      });
    },
  );

  it('is read under no content type at all', async () => {
    const event = apiEvent({ body: '{"n":1}' });
    delete event.headers['content-type'];

    expect(await readBody(event)).toEqual({ n: 1 });
  });

  it('is read with a byte order mark and white space around it', async () => {
    expect(await read('\uFEFF{"n":1}')).toEqual({ n: 1 });
    expect(await read(Buffer.from('\uFEFF \n{"n":1}\n'))).toEqual({ n: 1 });
    expect(await read('\n {"n":1}', FORM)).toEqual({ n: 1 });
  });

  it('is read when API Gateway hands it over in base64', async () => {
    expect(await read(Buffer.from('{"名":"麻辣香锅 🍲"}'))).toEqual({ 名: '麻辣香锅 🍲' });
  });

  it.each([
    'null',
    'true',
    '42',
    '"text"',
    '[]',
    '[{"query":"login"}]',
    '',
    ' ',
    '{',
    '{"a":1}{"b":2}',
    "{'a':1}",
    '{"a":undefined}',
    '{"a":NaN}',
    'query=login',
    '<xml/>',
  ])('is refused when it is %j', async (text) => {
    expect(await refusal(text)).toBe('broken body');
  });

  it('is refused when the event has none', async () => {
    await expect(readBody(apiEvent({}))).rejects.toMatchObject({ kind: 'broken body' });
  });
  it('is refused when the event says that there is none', async () => {
    const event = { ...apiEvent({}), body: null } as unknown as Parameters<typeof readBody>[0];

    await expect(readBody(event)).rejects.toMatchObject({ kind: 'broken body' });
  });

  it.each(['7b2261223a22ff227d', '7b2261223a22c3227d', '7b2261223a22eda080227d', 'fffe7b007d00'])(
    'is refused when its bytes are no UTF-8: %s',
    async (hex) => {
      expect(await refusal(Buffer.from(hex, 'hex'))).toBe('broken body');
    },
  );

  it('is read or refused, and no defect, however deep it is', async () => {
    const depth = 100_000;

    await expect(read(`{"a":${'['.repeat(depth)}${']'.repeat(depth)}}`)).resolves.toHaveProperty('a');
    expect(await refusal(`{"a":${'['.repeat(depth)}`)).toBe('broken body');
  });

  it('may hold 1 MiB and not a byte more, counted as it was sent', async () => {
    const sized = (size: number) => `{"a":"${'é'.repeat((size - 8) / 2)}"}`;
    expect(Buffer.byteLength(sized(MIB))).toBe(MIB);

    expect(await read(sized(MIB))).toHaveProperty('a');
    expect(await read(Buffer.from(sized(MIB)))).toHaveProperty('a');
    expect(await refusal(`${sized(MIB)} `)).toBe('body too large');
    expect(await refusal(Buffer.from(`${sized(MIB)} `))).toBe('body too large');
    expect(await refusal(Buffer.alloc(MIB + 1, 0xff))).toBe('body too large');
  });
});

describe('a form', () => {
  it.each([`${FORM};charset=UTF-8`, `application/json, ${FORM}`, `${FORM},application/json`])(
    'is read under the content type "%s"',
    async (type) => {
      expect(await read('query=login&note=a+b%2B', type)).toEqual({ query: 'login', note: 'a b+' });
      expect(await read('{"query":"login"}', type)).toEqual({ query: 'login' });
    },
  );

  it.each([FORM, `${FORM}; charset=UTF-8`, FORM.toUpperCase()])('is read under %s', async (type) => {
    expect(await read('query=login&code=a%2Bb+c&name=%E9%BA%BB&empty=&bare', type)).toEqual({
      query: 'login',
      code: 'a+b c',
      name: '麻',
      empty: '',
      bare: '',
    });
  });

  it('makes an array of name[], with one value too, and keeps the last of any other name', async () => {
    expect(await read('menuList[]=a&x=1&menuList%5B%5D=b&x=2&one[]=c', FORM)).toEqual({
      menuList: ['a', 'b'],
      one: ['c'],
      x: '2',
    });
  });

  it('is empty when nothing was sent', async () => {
    expect(await read('', FORM)).toEqual({});
  });

  it('is refused when its bytes are no UTF-8', async () => {
    expect(await refusal(Buffer.from('613dff', 'hex'), FORM)).toBe('broken body');
  });

  it('may hold 1 MiB and not a byte more', async () => {
    expect(await read(`a=${'x'.repeat(MIB - 2)}`, FORM)).toHaveProperty('a');
    expect(await refusal(`a=${'x'.repeat(MIB - 1)}`, FORM)).toBe('body too large');
  });
});

describe('a name that JavaScript knows', () => {
  const multipart = ['__proto__', 'constructor']
    .map((name) => `--b\r\nContent-Disposition: form-data; name="${name}"\r\n\r\nowned\r\n`)
    .join('');

  it.each([
    ['JSON', '{"__proto__":{"owned":true},"constructor":{"prototype":{"owned":true}}}', 'application/json'],
    ['a form', '__proto__=owned&constructor=owned&__proto__[]=owned&toString=owned', FORM],
    ['multipart', `${multipart}--b--\r\n`, 'multipart/form-data; boundary=b'],
  ])('is a value like any other in %s', async (_, text, type) => {
    const body = await read(text, type);

    expect(Object.getPrototypeOf(body)).toBe(Object.prototype);
    expect(Object.keys(body)).toEqual(expect.arrayContaining(['__proto__', 'constructor']));
    expect(({} as Record<string, unknown>).owned).toBeUndefined();
    expect((body as { owned?: unknown }).owned).toBeUndefined();
  });
});

describe('headers', () => {
  it('that are odd change nothing', async () => {
    const event = {
      ...apiEvent({ body: '{"n":1}' }),
      headers: { 'content-type': ` ${FORM}` },
    } as APIGatewayProxyEventV2;

    expect(await readBody(event)).toEqual({ n: 1 });
  });
});

describe('a bare value', () => {
  it.each([
    ['073pKdml2obLc94I55ol2BeikN1pKdmV', '073pKdml2obLc94I55ol2BeikN1pKdmV'],
    ['"073p"', '073p'],
    [' 2046\r\n', '2046'],
    ['7', '7'],
    ['{2046', '{2046'],
    ['', ''],
    ['"胡\\u841d卜"', '胡萝卜'],
  ])('is read from %j as %j', (body, value) => {
    expect(readBare(apiEvent({ body }))).toBe(value);
    expect(readBare(apiEvent({ body: Buffer.from(body) }))).toBe(value);
  });

  it.each([
    ...['"', '"a', '"a"b', '"a\nb"'],
    ...['false', 'true', 'null', '[]', '[2046]', '{}', '{"id":2046}'],
  ])('is refused when it is %j', (body) => {
    expect(() => readBare(apiEvent({ body }))).toThrow(expect.objectContaining({ kind: 'broken body' }));
  });
});
