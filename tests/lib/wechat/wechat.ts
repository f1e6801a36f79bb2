import { randomUUID } from 'node:crypto';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, afterEach, beforeAll } from 'vitest';
import type { App } from '../../../lib/wechat/apps.ts';
import { WechatError } from '../../../lib/wechat/errors.ts';
import { controlWechat } from '../../../local/wechat/control-client.ts';
import { startWechat, type Wechat } from '../../../local/wechat/server.ts';

export const EXCHANGE = '/sns/jscode2session';
export const TOKEN = '/cgi-bin/stable_token';
export const CODE = '/wxa/getwxacode';
export const OAUTH_EXCHANGE = '/sns/oauth2/access_token';
export const USERINFO = '/sns/userinfo';
export const TICKET = '/cgi-bin/ticket/getticket';

/** Starts a WeChat simulator for the test file. Its clock is the test's, faked or not. */
export const useWechat = () => {
  let wechat: Wechat;
  const control = () => controlWechat(wechat.url);

  beforeAll(async () => {
    wechat = await startWechat({ apps: [], now: () => Date.now() });
    process.env.WECHAT_API_BASE_URL = wechat.url;
  });
  afterEach(() => control().clearFaults());
  afterAll(() => wechat.close());

  return {
    url: () => wechat.url,
    control,
    /** An app that nobody has used yet. */
    newApp: async (): Promise<App> => {
      const id = randomUUID();
      const app = { id, appid: `wx-of-test-${id}`, secret: `s3cret-of-test-${id}` };
      await control().addApp({ appid: app.appid, secret: app.secret });
      return app;
    },
    /** How often WeChat was asked something in an app's name. */
    calls: async (app: App, path: string): Promise<number> =>
      (await control().calls()).filter((call) => call.appid === app.appid && call.path === path).length,
  };
};

type Handler = (request: IncomingMessage, response: ServerResponse, body: string) => void;

/** Lets `act` meet a WeChat of the test's own making: for what the simulator cannot do. */
export const withServer = async <T>(handler: Handler, act: (url: string) => Promise<T>): Promise<T> => {
  const server = createServer(async (request, response) => {
    let body = '';
    for await (const chunk of request) body += chunk;
    handler(request, response, body);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  try {
    return await withBaseUrl(url, () => act(url));
  } finally {
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
  }
};

/** Lets `act` look for WeChat at another address. */
export const withBaseUrl = async <T>(url: string, act: () => Promise<T>): Promise<T> => {
  const before = process.env.WECHAT_API_BASE_URL;
  process.env.WECHAT_API_BASE_URL = url;
  try {
    return await act();
  } finally {
    process.env.WECHAT_API_BASE_URL = before;
  }
};

/** The WechatError that a promise is rejected with; anything else fails the test. */
export const refusalOf = async (promise: Promise<unknown>): Promise<WechatError> => {
  const outcome = await promise.then(
    (value) => new Error(`It succeeded: ${JSON.stringify(value)}`),
    (error: unknown) => error,
  );
  if (!(outcome instanceof WechatError)) throw outcome;
  return outcome;
};
