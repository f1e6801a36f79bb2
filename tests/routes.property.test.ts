import { createHmac } from 'node:crypto';
import fc from 'fast-check';
import { afterAll, beforeAll, expect, it, vi } from 'vitest';
import * as z from 'zod/mini';
import type { Fields } from '../lib/http/fields.ts';
import { startWechat, type Wechat } from '../local/wechat/server.ts';
import { administrator, EATERS, eater, openCanteen, openStall, SELLERS } from './support/canteen.ts';
import { ACCOUNT, openAccount, patient } from './support/h5.ts';
import { COOKS, cook, openKitchen } from './support/kitchen.ts';
import { borrower, openRental, APP as RENTAL, TestCabinet } from './support/rental.ts';
import { type Credentials, requestTo } from './support/requests.ts';
import { type DeclaredRoute, ROUTES } from './support/routes.ts';

/** `npm run fuzz` says how many requests are made in all; a test run makes a few to each route. */
const RUNS = Math.ceil(Number(process.env.FUZZ_REQUESTS ?? 0) / ROUTES.length) || 12;

const credentials: Record<string, Credentials[]> = {};
const samples: Record<string, unknown[]> = {
  nickName: ['小郭'],
  gender: [0, 1, 2],
  code: ['073pKdml2obLc94I55ol2BeikN1pKdmV'],
  noteContent: ['不要辣'],
  phone: ['+86 18888888888'],
  email: ['guo@example.com'],
  workingTime: ['08:00-22:00'],
  captchas: [['042', '043']],
  doors: [[{ opened: false }]],
  instruments: [[{ typeID: 'ball', typeName: '篮球', total: 4, remained: 3 }]],
  start: ['2026-11-20'],
  end: [1_790_000_000],
  app_id: ['1'],
  page_length: [10],
  page_id: [0],
};
const secrets: string[] = [EATERS, SELLERS, COOKS, RENTAL, ACCOUNT].map(({ secret }) => secret);
const lines: string[] = [];
let wechat: Wechat;

openCanteen();
beforeAll(async () => {
  const stall = await openStall();
  const keys = [await eater(), stall.sessionKey, await administrator()];
  credentials.callme = keys.map((sessionKey) => ({ fields: { sessionKey } }));
  Object.assign(samples, {
    sellerId: [stall.sellerId],
    marchSn: [1, 2],
    isseller: ['yes', 'no'],
    telNum: [stall.telNum],
  });
  secrets.push(...keys);
});
openKitchen();
beforeAll(async () => {
  const cookie = await cook();
  credentials.recipes = [{ cookies: [`JSESSIONID=${cookie}`] }];
  samples.id = [2046];
  secrets.push(cookie);
});
openRental();
beforeAll(async () => {
  const [user, cabinet] = [await borrower(), await TestCabinet.open()];
  const { deviceID, secret } = cabinet;
  const sign = (path: string, body: string) => {
    const time = String(cabinet.now());
    const signature = createHmac('sha256', secret).update(time).update(path).update(body).digest('hex');
    return { 'x-device-id': deviceID, 'x-device-time': time, 'x-device-signature': signature };
  };
  credentials.rental = [{ fields: user }];
  credentials.device = [{ sign }];
  Object.assign(samples, { deviceID: [deviceID], typeID: ['ball'], captcha: ['042'] });
  secrets.push(secret, user.client_session_id);
});
openAccount();
beforeAll(async () => {
  const { sid, record_id } = await patient();
  credentials.h5 = [{ cookies: [`sid=${sid}`] }];
  samples.record_id = [record_id];
  secrets.push(sid);
});
beforeAll(async () => {
  // One WeChat for all services, which knows none of the codes that are made up.
  wechat = await startWechat({ apps: [EATERS, SELLERS, COOKS, RENTAL, ACCOUNT] });
  Object.assign(process.env, { WECHAT_API_BASE_URL: wechat.url, WECHAT_OPEN_BASE_URL: wechat.url });
  process.env.WEBSOCKET_URL = 'wss://live.example.com';
  for (const level of ['info', 'warn', 'error'] as const)
    vi.spyOn(console, level).mockImplementation((line: string) => void lines.push(line));
});
afterAll(() => wechat.close());

/** What routes take that say nothing of it. */
const ANYTHING = Object.fromEntries(
  [
    'key',
    'redirect',
    'state',
    'code',
    'echostr',
    'signature',
    'timestamp',
    'nonce',
    'query',
    'sessionKey',
  ].map((name) => [name, z.optional(z.string())]),
);

const credentialsOf = ({ name, template }: DeclaredRoute): Credentials[] =>
  (template.startsWith('/device/re') ? credentials.device : credentials[name.split('-')[0] as string]) ?? [];

it.each(ROUTES)('$routeKey fails at nothing that a request can say, and tells no secret', async (route) => {
  const handler = await route.handler();
  const fields = 'route' in handler ? (handler.route as { fields: Fields }).fields : ANYTHING;
  const schema = z.object(fields);
  let taken = 0;

  await fc.assert(
    fc.asyncProperty(requestTo(route, fields, credentialsOf(route), samples), async ({ event, fields }) => {
      lines.length = 0;
      if (schema.safeParse(fields).success) taken += 1;

      const { statusCode = 0, body = '' } = await handler(event, { awsRequestId: 'request-1' });

      expect(statusCode, `${body}\n${lines.join('\n')}`).toBeLessThan(500);
      expect(statusCode).toBeGreaterThanOrEqual(200);
      expect(body).not.toMatch(/\bat .+\.ts:\d+|node_modules/);
      for (const secret of secrets) expect(lines.join('\n')).not.toContain(secret);
    }),
    { numRuns: RUNS },
  );
  // A generator that makes nothing of use would find nothing.
  if (RUNS >= 100) expect(taken).toBeGreaterThan(RUNS / 50);
});
