import { afterAll, afterEach, beforeAll, beforeEach, vi } from 'vitest';
import { controlWechat } from '../../local/wechat/control-client.ts';
import { startWechat, type Wechat } from '../../local/wechat/server.ts';
import { apiEvent, invoke, type Reply } from '../support/api.ts';

/** Any app: its sessions live as long as the source says. It is the deployment's default. */
export const ONE = { id: '1', appid: 'wx-test-one', secret: 'secret-one' };
/** An app with durations of its own: two days since the login, an hour since the last use. */
export const TWO = {
  id: '2',
  appid: 'wx-test-two',
  secret: 'secret-two',
  loginDuration: 2,
  sessionDuration: 3_600,
};
export const DAY = 86_400;
export const HEX40 = /^[0-9a-f]{40}$/;
export const EXCHANGE = '/sns/jscode2session';

/** One of the functions of mina, and how it is called. */
type Route =
  | 'login'
  | 'auth'
  | 'phone'
  | 'logout'
  | 'wafer2_login'
  | 'wafer2_user'
  | 'session_server'
  | 'wafer_login'
  | 'wafer_user';
type Request = Omit<Parameters<typeof apiEvent>[0], 'body'> & { body?: unknown };
export type App = typeof ONE;
/** What a client keeps of its login. */
export type Kept = { uuid: string; skey: string };

let wechat: Wechat;

/** The WeChat simulator's controls. */
export const control = () => controlWechat(wechat.url);

/** Starts a WeChat simulator for the test file, and stores the two apps. */
export const openMina = (): void => {
  beforeAll(async () => {
    wechat = await startWechat({ apps: [ONE, TWO] });
    const { putApp } = await import('../../lib/wechat/apps.ts');
    await Promise.all([putApp(ONE), putApp(TWO)]);
  });
  beforeEach(() => void vi.stubEnv('WECHAT_API_BASE_URL', wechat.url));
  afterEach(async () => {
    vi.useRealTimers();
    vi.unstubAllEnvs();
    await control().clearFaults();
  });
  afterAll(() => wechat.close());
};

/** Sends a request to its own function; a body that is no text is sent as JSON. */
export const send = async (route: Route, { body, ...request }: Request): Promise<Reply> => {
  const { handler } = await import(`../../functions/mina/${route}.ts`);
  const text = typeof body === 'string' ? body : JSON.stringify(body);
  return invoke(handler, apiEvent({ ...request, ...(body !== undefined && { body: text }) }));
};

/** Headers as API Gateway hands them on. */
export const headers = (names: Record<string, string>): { headers: Record<string, string> } => ({
  headers: Object.fromEntries(Object.entries(names).map(([name, value]) => [name.toLowerCase(), value])),
});

/** What wx.login() and wx.getUserInfo() give to a user. */
export const consent = async (openid: string, { appid }: App = ONE, userInfo = {}) => {
  const code = await control().login({ appid, openid });
  const { encryptedData, iv, rawData, signature } = await control().userInfo({ appid, openid, userInfo });
  return { code, encryptedData, iv, rawData, signature };
};

export const codeOf = (openid: string, { appid }: App = ONE, more: { unionid?: string } = {}) =>
  control().login({ appid, openid, ...more });

/** Logs in by the source's dialect, with the code alone. */
export const logIn = async (openid: string, app: App = ONE) => {
  const body = { code: await codeOf(openid, app), encrypt_data: '', iv: '', app_id: app.id };
  const reply = await send('login', { body });
  return reply.body.data as Kept & { user_info: unknown; duration: number };
};

/** Checks a session by the source's dialect. */
export const auth = async ({ uuid, skey }: Kept, { id }: Pick<App, 'id'> = ONE) =>
  (await send('auth', { body: { uuid, skey, app_id: id } })).body;

export const logOut = async ({ uuid, skey }: Kept, { id }: Pick<App, 'id'> = ONE) =>
  (await send('logout', { body: { uuid, skey, app_id: id } })).body;

/** What the source's dialect answers to whatever is not done. */
export const failure = (msg: string) => ({ ok: 'fail', msg, data: null });

let people = 0;

/** An openid that nobody in this test file has. */
export const someone = (): string => {
  people += 1;
  return `openid-${people}`;
};
