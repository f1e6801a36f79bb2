import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { controlWechat } from '../../local/wechat/control-client.ts';
import { type Product, startProduct } from '../support/product.ts';
import { WHICH } from '../support/which.ts';

type Reply = { status: number; body: Record<string, unknown>; headers: Headers };
/** One of the ways in which a client may send a query. */
type Send = (query: string, fields: Record<string, string | number>) => Promise<Reply>;

let product: Product;

beforeAll(async () => {
  product = await startProduct();
});
afterAll(() => product.stop());

const request = async (path: string, options: RequestInit = {}): Promise<Reply> => {
  const response = await fetch(`${product.url}${path}`, options);
  const body = (await response.json()) as Record<string, unknown>;
  return { status: response.status, body, headers: response.headers };
};

const post = (path: string, body: RequestInit['body'] & {}): Promise<Reply> =>
  request(path, { method: 'POST', body });

const json: Send = (query, fields) => post('/', JSON.stringify({ query, ...fields }));
const form: Send = (query, fields) => {
  const values = new URLSearchParams({ query });
  for (const [name, value] of Object.entries(fields)) values.set(name, String(value));
  // The address of the original ends so, and its clients were told to change the host alone.
  return post('/?', values);
};
const address: Send = (query, fields) => post(`/callme/${query}`, JSON.stringify(fields));

let people = 0;
const nextNumber = (): number => {
  people += 1;
  return people;
};
const someone = (): string => `e2e-${nextNumber()}`;
const someTel = (): string => `139${String(nextNumber()).padStart(8, '0')}`;

const logIn = async (send: Send, app: 'eater' | 'seller', openid: string): Promise<Reply['body']> => {
  const code = await controlWechat(product.wechat).login({ appid: `wx-demo-${app}`, openid });
  const { body } = await send('login', { isseller: app === 'seller' ? 'yes' : 'no', code });
  return body;
};

/** Enrols a stall as the demo administrator does, and binds it to a new seller. */
const openStall = async (send: Send): Promise<{ sessionKey: string; sellerId: number }> => {
  const telNum = someTel();
  const admin = await logIn(send, 'seller', 'demo-admin');
  const enrolled = await send('signup', { sessionKey: String(admin.sessionKey), tellNum: telNum, term: 1 });
  expect(enrolled.body).toEqual({ signupSuccess: 'success' });

  const stranger = await logIn(send, 'seller', someone());
  expect(stranger).toMatchObject({ loginSuccess: 'fail', failMsg: 'Seller Openid Error' });
  const sessionKey = String(stranger.sessionKey);
  const names = { sellerName: '麻辣香锅', personName: '王师傅' };
  expect((await send('signup', { sessionKey, telNum, ...names })).body).toEqual({ signupSuccess: 'success' });

  const { sellerId } = (await send('note', { sessionKey })).body;
  return { sessionKey, sellerId: sellerId as number };
};

describe.each([
  ['POST / with JSON', json],
  ['POST /? with a form', form],
  ['POST /callme/<query>', address],
])('%s', (_, send) => {
  it('serves an order from enrolment to done', async () => {
    const { sessionKey, sellerId } = await openStall(send);
    expect((await send('fetch', { sessionKey })).body).toEqual({
      fetchSuccess: 'success',
      marchSn: 1,
      ...WHICH,
    });

    const eater = await logIn(send, 'eater', someone());
    expect(eater).toEqual({ loginSuccess: 'success', sessionKey: expect.stringMatching(/^[0-9a-f]{40}$/) });
    const order = { sessionKey: String(eater.sessionKey), sellerId, marchSn: 1 };
    expect((await send('push', { ...order, noteContent: '不要香菜 🌶' })).body).toEqual({
      pushSuccess: 'success',
      ...WHICH,
    });
    expect((await send('hungry', order)).body).toEqual({
      hungrySuccess: 'fail',
      failMsg: 'Not Ready Yet',
      ...WHICH,
    });

    expect((await send('call', { sessionKey, marchSn: 1 })).body).toMatchObject({ callSuccess: 'success' });
    expect((await send('hungry', order)).body).toEqual({ hungrySuccess: 'success', ...WHICH });
    expect((await send('done', order)).body).toEqual({ doneSuccess: 'success' });
    expect((await send('hungry', order)).body).toEqual({
      hungrySuccess: 'fail',
      failMsg: 'Invalid Sn Error',
    });

    await send('fetch', { sessionKey });
    const unnoted = async () => (await send('note', { sessionKey })).body.orderList;
    expect(await unnoted()).toMatchObject({ unnotedList: [{ marchSn: 2 }] });
    expect((await send('done', { sessionKey, isseller: 'yes', marchSn: 2 })).body).toEqual({
      doneSuccess: 'success',
    });
    expect(await unnoted()).toEqual({ notedList: [], unnotedList: [] });
  });
});

describe('what no document names', () => {
  it.each([
    ['GET', '/', 405],
    ['PUT', '/', 405],
    ['GET', '/callme/hungry', 405],
    ['DELETE', '/callme/hungry', 405],
    ['GET', '/favicon.ico', 404],
    ['POST', '/callme/nothing', 404],
    ['POST', '/callme/hungry/more', 404],
    ['GET', '/callme/pictures/none.png', 404],
    ['GET', '/%E5%8F%96%E4%B8%AA%E5%8F%B7', 404],
  ])('%s %s is answered with %i, by the product itself', async (method, path, status) => {
    const reply = await request(path, { method });

    expect(reply).toMatchObject({ status, body: { queryErr: 'Illegal query' } });
    expect(reply.headers.get('content-type')).toBe('application/json; charset=utf-8');
  });

  it.each(['/', '/callme/hungry'])('answers a body that cannot be read with 400 (%s)', async (path) => {
    for (const body of ['{"query":', '[]', 'null', '']) {
      expect(await post(path, body)).toMatchObject({ status: 400, body: { queryErr: 'Illegal query' } });
    }
  });

  it.each(['/', '/callme/hungry'])('answers a body over 1 MB with 413 (%s)', async (path) => {
    const body = JSON.stringify({ query: 'hungry', padding: 'x'.repeat(1024 * 1024) });

    expect(await post(path, body)).toMatchObject({ status: 413, body: { queryErr: 'Body Too Large' } });
  });

  it('answers HEAD like GET, without a body', async () => {
    const response = await fetch(product.url, { method: 'HEAD' });

    expect(response.status).toBe(405);
    expect(await response.text()).toBe('');
  });

  it("takes no offence at another project's cookies on localhost", async () => {
    const headers = { Cookie: 'theme={"dark":true}; a b="c' };

    expect(await request('/callme/hungry', { method: 'POST', headers, body: '{}' })).toMatchObject({
      status: 200,
    });
  });

  it('takes an address with a trailing slash for the same', async () => {
    expect(await post('/callme/hungry/', '{}')).toMatchObject({
      status: 200,
      body: { queryErr: 'Session Time Out' },
    });
  });
});

describe('a browser', () => {
  it.each(['/', '/callme/hungry'])('may send queries from another origin (%s)', async (path) => {
    const Origin = 'http://localhost:5173';
    const preflight = await fetch(`${product.url}${path}`, {
      method: 'OPTIONS',
      headers: {
        Origin,
        'Access-Control-Request-Method': 'POST',
        'Access-Control-Request-Headers': 'content-type',
      },
    });
    expect(preflight.ok).toBe(true);
    expect(['*', Origin]).toContain(preflight.headers.get('access-control-allow-origin'));
    expect(preflight.headers.get('access-control-allow-methods')).toContain('POST');
    expect(preflight.headers.get('access-control-allow-headers')?.toLowerCase()).toContain('content-type');

    const { headers } = await request(path, { method: 'POST', headers: { Origin }, body: '{}' });
    expect(['*', Origin]).toContain(headers.get('access-control-allow-origin'));
  });
});

describe('a picture', () => {
  it('goes in by multipart and comes back unchanged from its imageUrl', async () => {
    const { sessionKey } = await openStall(address);
    const png = Buffer.from(
      'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==',
      'base64',
    );
    const upload = new FormData();
    upload.set('query', 'update');
    upload.set('sessionKey', sessionKey);
    upload.set('sellerImage', new File([png], 'stall.png', { type: 'image/png' }));
    expect((await post('/', upload)).body).toEqual({
      updateSuccess: 'success',
      updateImageSuccess: 'success',
    });

    const { imageUrl } = (await address('info', { sessionKey })).body;
    expect(imageUrl).toMatch(new RegExp(`^${product.url}/callme/pictures/[0-9a-f]{32}\\.png$`));
    const picture = await fetch(String(imageUrl));
    expect(picture.headers.get('content-type')).toBe('image/png');
    expect(Buffer.from(await picture.arrayBuffer())).toEqual(png);
  });
});

describe('a rush', () => {
  it('hands out every number once to 200 fetches at the same time', async () => {
    const { sessionKey } = await openStall(address);
    const replies = await Promise.all(Array.from({ length: 200 }, () => address('fetch', { sessionKey })));

    const numbers = replies.map(({ body }) => body.marchSn).filter((marchSn) => marchSn !== undefined);
    expect(new Set(numbers)).toEqual(new Set(Array.from({ length: 99 }, (_, i) => i + 1)));
    expect(numbers).toHaveLength(99);
    const refused = replies.filter(({ body }) => body.failMsg === 'No Sn Valid');
    expect(refused).toHaveLength(101);
    expect(replies.every(({ status }) => status === 200)).toBe(true);
  });
});

describe('what npm start prints', () => {
  it('shows requests, and neither keys nor codes nor openids', async () => {
    const eater = await logIn(address, 'eater', 'nobody-reads-this');
    await address('hungry', { sessionKey: String(eater.sessionKey), sellerId: 1, marchSn: 1 });

    expect(product.output()).toMatch(/^POST \/callme\/hungry$/m);
    expect(product.output()).not.toContain(String(eater.sessionKey));
    expect(product.output()).not.toContain('nobody-reads-this');
  });
});
