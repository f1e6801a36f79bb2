import { readFile } from 'node:fs/promises';
import { afterAll, beforeAll, vi } from 'vitest';
import { parse } from 'yaml';
import type { Endpoint } from '../../lib/http/endpoint.ts';
import { controlWechat } from '../../local/wechat/control-client.ts';
import { startWechat, type Wechat } from '../../local/wechat/server.ts';
import { apiEvent, invoke, type Reply } from './api.ts';

type Sending = { body?: string; cookie?: string; headers?: Record<string, string> };
type Declared = { handler: string; events: { httpApi: string }[] };

export const COOKS = { id: '3', appid: 'wx-test-recipes', secret: 'secret-recipes' };

/** Every route of `functions.yml` with the name of its handler's file; the ones with fewer variables come first, as they win. */
const ROUTES = Object.values(
  parse(await readFile(new URL('../../functions/recipes/functions.yml', import.meta.url), 'utf8'), {
    logLevel: 'error', // CloudFormation's tags mean nothing here
  }) as Record<string, Declared>,
)
  .flatMap(({ handler, events }) =>
    events.map(({ httpApi }) => ({ route: httpApi, name: /(\w+)\.handler$/.exec(handler)?.[1] })),
  )
  .sort((a, b) => a.route.split('{').length - b.route.split('{').length);

let wechat: Wechat;

/** The WeChat simulator's controls. */
export const control = () => controlWechat(wechat.url);

/** Starts a WeChat simulator for the test file, stores the app, and writes the examples of the source document. */
export const openKitchen = (): void => {
  beforeAll(async () => {
    wechat = await startWechat({ apps: [COOKS] });
    process.env.WECHAT_API_BASE_URL = wechat.url;
    const { putApp } = await import('../../lib/wechat/apps.ts');
    const { writeDemoRecipes } = await import('../../local/demo-recipes.ts');
    await Promise.all([putApp(COOKS), writeDemoRecipes()]);
  });
  afterAll(() => wechat.close());
};

/** Sends a request such as `GET /menus/2046` to the handler that its route names. */
export const send = async (request: string, { body, cookie, headers = {} }: Sending = {}): Promise<Reply> => {
  const [method = '', address = ''] = request.split(/ (.*)/s);
  const [path = '', search] = address.split('?');
  const found = ROUTES.flatMap(({ route, name }) => {
    const pathParameters = match(route, `${method} ${path}`);
    return pathParameters ? [{ name, pathParameters }] : [];
  })[0];
  if (!found) throw new Error(`No route answers ${request}`);
  const { handler } = (await import(`../../functions/recipes/${found.name}.ts`)) as { handler: Endpoint };
  return invoke(
    handler,
    apiEvent({
      method,
      path,
      headers,
      pathParameters: found.pathParameters,
      ...(body !== undefined && { body }),
      ...(search !== undefined && { query: Object.fromEntries(new URLSearchParams(search)) }),
      ...(cookie !== undefined && { cookies: [`JSESSIONID=${cookie}`] }),
    }),
  );
};

/** The answer to a request, without HTTP around it. */
export const ask = async (request: string, sending?: Sending) => (await send(request, sending)).body;

/** The ids of the dishes that a request answers. */
export const idsOf = async (request: string, sending?: Sending): Promise<number[]> => {
  const { data } = (await send(request, sending)).body as { data: { id: number }[] };
  return data.map(({ id }) => id);
};

/** A code of `wx.login()`. */
export const codeOf = (openid: string): Promise<string> => control().login({ appid: COOKS.appid, openid });

/** Registers a user. */
export const register = async (openid: string, profile: object = {}) =>
  ask(`POST /userinfos/register?code=${await codeOf(openid)}`, {
    body: JSON.stringify({ nickName: '小郭', ...profile }),
  });

/** Logs a registered user in, and returns the session key. */
export const logIn = async (openid: string): Promise<string> => {
  const { sessionId } = await ask('POST /userinfos/login', { body: await codeOf(openid) });
  return sessionId as string;
};

let people = 0;
/** An openid that nobody in this test file has. */
export const someone = (): string => {
  people += 1;
  return `openid-${people}`;
};

/** A session of a user who registers for it. */
export const cook = async (profile: object = {}): Promise<string> => {
  const openid = someone();
  await register(openid, profile);
  return logIn(openid);
};

/** Moves the clock; `vi.useRealTimers()` brings it back. */
export const wait = (seconds: number) =>
  vi.useFakeTimers({ toFake: ['Date'], now: Date.now() + seconds * 1_000 });

/** The path's parameters, decoded as API Gateway does, where a route answers a request. */
const match = (route: string, request: string): Record<string, string> | undefined => {
  const [parts, words] = [route.split(/[ /]+/), request.split(/[ /]+/)];
  if (parts.length !== words.length) return undefined;
  const pairs = parts.map((part, i): [string, string] => [part, words[i] as string]);
  if (!pairs.every(([part, word]) => part.startsWith('{') || part === word)) return undefined;
  const variables = pairs.filter(([part]) => part.startsWith('{'));
  return Object.fromEntries(variables.map(([part, word]) => [part.slice(1, -1), decodeURIComponent(word)]));
};
