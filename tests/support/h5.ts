import { afterAll, beforeAll, expect, vi } from 'vitest';
import type { Endpoint } from '../../lib/http/endpoint.ts';
import { findSession } from '../../lib/session/session.ts';
import { controlWechat } from '../../local/wechat/control-client.ts';
import { startWechat, type Wechat } from '../../local/wechat/server.ts';
import { apiEvent } from './api.ts';

export const ACCOUNT = { id: '5', appid: 'wx-test-h5', secret: 'secret-h5', pushToken: 'testpush' };
export const REPLIES = {
  帮助: '回复“报告”',
  MENU_1: '菜单一',
  MENU_2: { mediaId: 'media_1' },
  MENU_3: {
    title: '怎样测量',
    description: '',
    picture: 'https://h5.example.com/a.jpg',
    url: 'https://h5.example.com/app?a=1&b=2',
  },
  图: { mediaId: 'media_2' },
  'a<b> &"\'': '实体',
  '*': '您好',
  '+': '欢迎',
};
/** A page that a login may lead back to. */
export const PAGE = 'https://h5.example.com/app/reports?tab=1';
export const ORIGIN = 'https://api.example.com';

export type H5Reply = {
  status: number;
  raw: string;
  /** What the envelope holds, where the answer is JSON. */
  body: { ok?: boolean; data?: unknown; error?: { code: number; msg: string }; redirect?: string };
  headers: Record<string, unknown>;
  location: string | undefined;
  cookies: string[];
  /** The `sid` of the answer's cookie. */
  sid: string | undefined;
};

type Asked = Omit<Parameters<typeof apiEvent>[0], 'body'> & { sid?: string | undefined; body?: unknown };

let wechat: Wechat;

/** The WeChat simulator's controls. */
export const control = () => controlWechat(wechat.url);
/** Where the simulator's page asks for consent. */
export const authorizePage = () => `${wechat.url}/connect/oauth2/authorize`;

/** Starts a WeChat simulator for the test file, and stores the official account. */
export const openAccount = (): void => {
  beforeAll(async () => {
    wechat = await startWechat({ apps: [{ ...ACCOUNT, webDomain: 'api.example.com' }] });
    process.env.WECHAT_API_BASE_URL = wechat.url;
    process.env.WECHAT_OPEN_BASE_URL = wechat.url;
    const { putApp } = await import('../../lib/wechat/apps.ts');
    await putApp({ ...ACCOUNT, replies: REPLIES });
  });
  afterAll(() => wechat.close());
};

/** Sends a request to a route's own handler. A body that is no text or bytes is sent as JSON. */
export const ask = async (name: string, { sid, body, ...asked }: Asked = {}): Promise<H5Reply> => {
  const { handler } = (await import(`../../functions/h5/${name}.ts`)) as { handler: Endpoint };
  const isPlain = typeof body === 'string' || Buffer.isBuffer(body) || body === undefined;
  const event = apiEvent({
    method: 'GET',
    ...asked,
    ...(body !== undefined && { body: isPlain ? (body as string | Buffer) : JSON.stringify(body) }),
    ...(sid !== undefined && { cookies: [`sid=${sid}`] }),
  });
  const {
    statusCode = 0,
    headers = {},
    cookies = [],
    body: raw = '',
  } = await handler(event, {
    awsRequestId: 'request-1',
  });
  return {
    status: statusCode,
    raw,
    body: raw.startsWith('{') ? JSON.parse(raw) : {},
    headers,
    location: headers.location as string | undefined,
    cookies,
    sid: /^sid=([0-9a-f]{40});/.exec(cookies[0] ?? '')?.[1],
  };
};

/** What a browser holds on its way to WeChat: its cookie, and the address of WeChat's page. */
export type Underway = { sid: string; page: URL; state: string };

/** GET /wx/oauth: begins a login. */
export const beginLogin = async ({ redirect = PAGE, sid = undefined as string | undefined } = {}) => {
  const reply = await ask('oauth', { query: { redirect }, sid });
  const page = new URL(reply.location ?? '');
  return { sid: reply.sid as string, page, state: page.searchParams.get('state') as string };
};

/** A user agrees on WeChat's page: what the browser brings back to the callback. */
export const consent = async (
  { page }: Underway,
  openid: string,
  more: { snapshot?: boolean; nickname?: string; sex?: number; headimgurl?: string } = {},
): Promise<Record<string, string>> => {
  const back = await control().authorizeTo({
    appid: ACCOUNT.appid,
    openid,
    redirect_uri: page.searchParams.get('redirect_uri') as string,
    state: page.searchParams.get('state') as string,
    ...more,
  });
  return Object.fromEntries(new URL(back).searchParams);
};

/** GET /wx/oauth/callback. */
export const comeBack = (query: Record<string, string>, sid: string | undefined) =>
  ask('oauth_callback', { query, sid });

/** Logs a user in and returns the `sid`. */
export const logIn = async (openid = someone()): Promise<string> => {
  const underway = await beginLogin();
  const { sid } = await comeBack(await consent(underway, openid, { nickname: '小明', sex: 1 }), underway.sid);
  return sid as string;
};

/** The session of a `sid`. */
export const sessionOf = async (sid: string | undefined) => (await findSession('h5', sid ?? '')).session;

/** Whether a `sid` opens what only a logged-in user may read. */
export const isLoggedIn = async (sid: string | undefined): Promise<boolean> =>
  (await ask('measurements', { sid: sid ?? '' })).body.ok === true;

/** A refusal that a browser shows its user: a plain sentence in Chinese. */
export const sentence = (words: RegExp) => ({
  status: 400,
  raw: expect.stringMatching(words),
  cookies: [],
  location: undefined,
});

/** A login that begins once more, for the `time`th time, and leaves the browser's cookie alone. */
export const anew = (time = 1) => ({
  status: 302,
  location: `${ORIGIN}/wx/oauth?redirect=${encodeURIComponent(PAGE)}&again=${time}`,
  cookies: [],
});

/** Moves the clock by seconds; `vi.useRealTimers()` brings it back. */
export const later = (seconds: number) =>
  vi.useFakeTimers({ toFake: ['Date'], now: Date.now() + seconds * 1000 });

let people = 0;
/** An openid that nobody in this test file has. */
export const someone = (): string => {
  people += 1;
  return `openid-${people}`;
};

let records = 0;
/** A measurement as a file has it, of an id that is new in this test file. */
export const someRecord = (openid: string, more: object = {}) => {
  records += 1;
  return {
    record_id: 100 + records,
    openid,
    ...{ c0: -10, c1: 10, c2: -4.5, c3: 0, c4: 3, c5: -3, c6: 6, c7: -6 },
    heart_rate: 72,
    created_at: 1_800_000_000 + records,
    ...more,
  };
};

/** Brings measurements of a user in, and returns their ids. */
export const measure = async (openid: string, ...more: object[]): Promise<number[]> => {
  const { importMeasurements } = await import('../../lib/h5/import.ts');
  const all = more.map((one) => someRecord(openid, one));
  const result = await importMeasurements(all);
  if (Array.isArray(result)) throw new Error(JSON.stringify(result));
  return all.map(({ record_id }) => record_id);
};

/** A user who is logged in, with one measurement. */
export const patient = async (more: object = {}) => {
  const openid = someone();
  const [record_id] = (await measure(openid, more)) as [number];
  return { openid, record_id, sid: await logIn(openid), pathParameters: { record_id: String(record_id) } };
};
