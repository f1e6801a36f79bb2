import { execFile } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { describe, expect, it, vi } from 'vitest';
import { ROOT } from '../../local/settings.ts';
import { controlWechat } from '../../local/wechat/control-client.ts';
import {
  CATEGORIES,
  CLICKED,
  compact,
  LIKE,
  LOGGED_OUT,
  LOGIN,
  MENU,
  MENUS,
  NO_SESSION,
  NOT_LOGGED_IN,
  ORDER,
  ORDER_OF_WOMEN,
  PROFILE,
  REGISTERED,
  REGISTERED_BEFORE,
} from '../recipes/examples.ts';
import { cleanEnvironment } from '../support/product.ts';
import { product } from './started.ts';

const OPENID = 'oVNdi5HsZGfeJpSDpN_7SdlxpnN0';
const SEARCH = '/menus/like/胡萝卜,腊肠,面食/烤箱';

const codeOf = (openid: string) => controlWechat(product.wechat).login({ appid: 'wx-demo-recipes', openid });

/** Sends a request such as `POST /clicks`, as a mini-program does. */
const send = async (request: string, { body, cookie }: { body?: string; cookie?: string } = {}) => {
  const [method, path] = request.split(' ') as [string, string];
  const headers = { 'content-type': 'application/json', ...(cookie && { Cookie: `JSESSIONID=${cookie}` }) };
  const response = await fetch(`${product.url}${path}`, { method, headers, ...(body && { body }) });
  return { status: response.status, raw: await response.text(), headers: response.headers };
};

const logIn = async (openid: string): Promise<string> => {
  const { raw } = await send('POST /userinfos/login', { body: await codeOf(openid) });
  return JSON.parse(raw).sessionId;
};

/** Sends bytes as they stand, and returns all that comes back. */
const sendRaw = (request: string): Promise<string> =>
  new Promise((resolve, reject) => {
    const chunks: Buffer[] = [];
    const socket = connect(product.port, '127.0.0.1', () => socket.write(request));
    socket.on('data', (chunk) => void chunks.push(chunk));
    socket.on('error', reject);
    socket.on('close', () => resolve(Buffer.concat(chunks).toString()));
  });

describe('the examples of the source document', () => {
  const beginning = (raw: string): string => {
    const answer = JSON.parse(raw);
    return JSON.stringify({ ...answer, data: answer.data.slice(0, 2) });
  };

  it('come out to the byte, one after another', async () => {
    const raw = async (...args: Parameters<typeof send>) => (await send(...args)).raw;
    expect(await raw('GET /categories')).toBe(compact(CATEGORIES));
    expect(beginning(await raw('GET /menus'))).toBe(compact(MENUS));
    expect(await raw(`GET ${SEARCH}`)).toBe(compact(LIKE));
    expect(beginning(await raw('GET /menus/order'))).toBe(compact(ORDER));
    expect(await raw('GET /menus/order/2')).toBe(compact(ORDER_OF_WOMEN));

    const register = async (openid: string) =>
      raw(`POST /userinfos/register?code=${await codeOf(openid)}`, { body: PROFILE });
    expect(await register(OPENID)).toBe(compact(REGISTERED_BEFORE));
    expect(await register('somebody-new')).toBe(compact(REGISTERED));

    const login = await send('POST /userinfos/login', { body: await codeOf(OPENID) });
    const { sessionId: cookie } = JSON.parse(login.raw);
    expect(login.raw).toBe(compact(LOGIN).replace('75D0CBA397DCB90C40DC322C3186F25B', cookie));
    const [pair, ...attributes] = login.headers.get('set-cookie')?.split('; ') ?? [];
    expect(pair).toBe(`JSESSIONID=${cookie}`);
    expect(attributes.toSorted()).toEqual(['HttpOnly', 'Path=/', 'SameSite=Lax']);
    expect(await raw('POST /userinfos/login', { cookie, body: 'any' })).toBe(login.raw);

    expect(await raw('POST /clicks', { body: '2046' })).toBe(compact(NOT_LOGGED_IN));
    for (let i = 0; i < 2; i += 1)
      expect(await raw('POST /clicks', { body: '2046', cookie })).toBe(compact(CLICKED));
    expect(await raw('GET /menus/2046', { cookie })).toBe(compact(MENU));

    expect(await raw('GET /userinfos/logout', { cookie })).toBe(compact(LOGGED_OUT));
    expect(await raw('GET /userinfos/logout', { cookie })).toBe(compact(NO_SESSION));
  });
});

describe('a dish', () => {
  it('counts 200 clicks at once as 200', async () => {
    const cookie = await logIn(OPENID);
    const replies = await Promise.all(
      Array.from({ length: 200 }, () => send('POST /clicks', { cookie, body: '2060' })),
    );

    expect(replies.map(({ raw }) => raw)).toEqual(Array(200).fill(compact(CLICKED)));
    expect((await send('GET /menus/2060', { cookie })).raw).toContain('"clickCount":200,');
  });

  it('is praised and made a favourite with a body, also by DELETE', async () => {
    const cookie = await logIn(OPENID);
    const message = async (request: string) => {
      const { raw } = await send(request, { cookie, body: '2011' });
      return JSON.parse(raw).message;
    };

    expect(await message('POST /praises')).toBe('点赞成功');
    expect(await message('POST /collections')).toBe('收藏成功');
    expect((await send('GET /collections?limit=1', { cookie })).raw).toMatch(
      /^\{"flag":true,"data":\{"menus":\[\{"id":2011,.*"isCollection":true\}\],"next":null\}/,
    );
    expect(await message('DELETE /collections')).toBe('取消收藏成功');
    expect(await message('DELETE /praises')).toBe('取消点赞成功');
    expect((await send('GET /menus/2011', { cookie })).raw).toContain(
      '"isPraise":false,"isCollection":false',
    );
  });
});

describe('GET /menus/like/{stuff}/{tools}', () => {
  it.each([
    ['percent-encoded', encodeURI(SEARCH)],
    ['raw UTF-8', SEARCH],
    ['raw UTF-8 in a query', '/menus/like?stuff=胡萝卜,腊肠,面食&tools=烤箱'],
  ])('takes an address in %s', async (_, address) => {
    const answer = await sendRaw(`GET ${address} HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n`);

    expect(answer).toMatch(/^HTTP\/1\.1 200 /);
    expect(answer.split('\r\n\r\n')[1]).toBe(compact(LIKE));
  });

  it('takes one on a connection that was used before, and closes it', async () => {
    const request = `GET ${SEARCH} HTTP/1.1\r\nHost: localhost\r\n\r\n`;
    const answers = new Promise<string>((resolve, reject) => {
      let text = '';
      const socket = connect(product.port, '127.0.0.1', () =>
        socket.write('GET /categories HTTP/1.1\r\nHost: localhost\r\n\r\n'),
      );
      socket.setEncoding('utf8');
      socket.once('data', () => socket.write(request));
      socket.on('data', (chunk) => {
        text += chunk;
      });
      socket.on('error', reject);
      socket.on('close', () => resolve(text));
    });

    expect(await answers).toContain(compact(CATEGORIES));
    expect(await answers).toContain(compact(LIKE));
  });

  it.each([
    ['GET no-slash-胡 HTTP/1.1', 400],
    ['胡 / HTTP/1.1', 400],
    ['GET /menus/like/%E8%83/x HTTP/1.1', 400],
  ])('answers what is no address with 400, and goes on: %s', async (line, status) => {
    const answer = await sendRaw(`${line}\r\nHost: localhost\r\nConnection: close\r\n\r\n`);

    expect(answer).toMatch(new RegExp(`^HTTP/1.1 ${status} `));
    expect((await send('GET /menus')).status).toBe(200);
  });
});

describe('a large list', () => {
  it('is imported beside the running product, and comes compressed to whoever takes it so', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'callme-recipes-'));
    const csv = join(folder, 'dishes.csv');
    const rows = Array.from({ length: 1_000 }, (_, i) => `菜${i},土豆,,,,,烤箱\n`);
    await writeFile(csv, `name,stuff,link,difficulty,tags,methods,tools\n${rows.join('')}`);
    const env = cleanEnvironment({ PORT: String(product.port) });
    const argv = [join(ROOT, 'admin/main.ts'), 'recipes', 'import', csv, '--remove', '--json'];
    const { stdout } = await promisify(execFile)(process.execPath, argv, { env });
    await rm(folder, { recursive: true });
    expect(JSON.parse(stdout)).toMatchObject({ imported: 1_000, untouched: 0 });

    const asking = (accepted: string) =>
      fetch(`${product.url}/menus`, { headers: { 'accept-encoding': accepted } });
    const text = await vi.waitFor(
      async () => {
        const plain = await asking('identity');
        expect(plain.headers.get('content-encoding')).toBeNull();
        const shown = await plain.text();
        expect(JSON.parse(shown).data).toHaveLength(1_000);
        return shown;
      },
      { timeout: 10_000, interval: 500 },
    );
    const small = await asking('gzip');

    expect(small.headers.get('content-encoding')).toBe('gzip');
    expect(Number(small.headers.get('content-length'))).toBeLessThan(50_000);
    expect(await small.text()).toBe(text);
  });
});
