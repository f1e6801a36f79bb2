import { afterAll, beforeAll, vi } from 'vitest';
import type { QueryName } from '../../lib/callme/names.ts';
import { controlWechat } from '../../local/wechat/control-client.ts';
import { startWechat, type Wechat } from '../../local/wechat/server.ts';
import { apiEvent, invoke, type Reply } from './api.ts';

export { WHICH } from './which.ts';

export const EATERS = { id: '1', appid: 'wx-test-eater', secret: 'secret-eater' };
export const SELLERS = { id: '2', appid: 'wx-test-seller', secret: 'secret-seller' };

let wechat: Wechat;

/** The WeChat simulator's controls. */
export const control = () => controlWechat(wechat.url);

/** Starts a WeChat simulator for the test file, and stores the two apps. */
export const openCanteen = (): void => {
  beforeAll(async () => {
    wechat = await startWechat({ apps: [EATERS, SELLERS] });
    process.env.WECHAT_API_BASE_URL = wechat.url;
    const { putApp } = await import('../../lib/wechat/apps.ts');
    await Promise.all([putApp(EATERS), putApp(SELLERS)]);
  });
  afterAll(() => wechat.close());
};

/** Sends a query to its own handler. */
export const send = async (query: QueryName, fields: Record<string, unknown> = {}): Promise<Reply> => {
  const { handler } = await import(`../../functions/callme/${query}.ts`);
  return invoke(handler, apiEvent({ path: `/callme/${query}`, body: JSON.stringify(fields) }));
};

/** Sends a query and returns the body of its answer. */
export const ask = async (query: QueryName, fields: Record<string, unknown> = {}) =>
  (await send(query, fields)).body;

/** Logs a user in and returns the session key, also that of a seller who has no stall yet. */
export const logIn = async (isseller: 'yes' | 'no', openid: string): Promise<string> => {
  const { appid } = isseller === 'yes' ? SELLERS : EATERS;
  const code = await control().login({ appid, openid });
  const { sessionKey } = await ask('login', { isseller, code });
  return sessionKey as string;
};

let people = 0;
const next = (): number => {
  people += 1;
  return people;
};

/** An openid that nobody in this test file has. */
export const someone = (): string => `openid-${next()}`;
/** A mobile number that no stall in this test file has. */
export const someTel = (): string => `138${String(next()).padStart(8, '0')}`;

export const eater = (): Promise<string> => logIn('no', someone());

/** An administrator's session. */
export const administrator = async (): Promise<string> => {
  const { addAdmin } = await import('../../lib/callme/admins.ts');
  const openid = someone();
  await addAdmin(`2#${openid}`);
  return logIn('yes', openid);
};

export type StallFixture = { sessionKey: string; sellerId: number; telNum: string; openid: string };

/** A paid stall, bound to a seller who is logged in. */
export const openStall = async ({ term = 1, sellerName = '麻辣香锅' } = {}): Promise<StallFixture> => {
  const telNum = someTel();
  const openid = someone();
  await ask('signup', { sessionKey: await administrator(), tellNum: telNum, term });
  const sessionKey = await logIn('yes', openid);
  await ask('signup', { sessionKey, telNum, sellerName, personName: '王师傅' });
  const { sellerId } = await ask('note', { sessionKey });
  return { sessionKey, sellerId: sellerId as number, telNum, openid };
};

/** Moves the clock by days; `vi.useRealTimers()` brings it back. */
export const later = (days: number) =>
  vi.useFakeTimers({ toFake: ['Date'], now: Date.now() + days * 86_400_000 });
