import { Refusal } from './refusal.ts';
import type { Call } from './wire.ts';
import type { WechatApp, World } from './world.ts';

export type JsonObject = Record<string, unknown>;

export const requireGet = (call: Call): void => {
  if (call.method !== 'GET') throw new Refusal(43001);
};

export const requirePost = (call: Call, errcode = 43002): void => {
  if (call.method !== 'POST') throw new Refusal(errcode);
};

/** The app whose `access_token` stands in the query string; nowhere else does WeChat look for it. */
export const requireToken = (world: World, call: Call): WechatApp => {
  const token = call.query.get('access_token');
  if (!token) throw new Refusal(41001);
  const check = world.tokens.check(token);
  if ('errcode' in check) throw new Refusal(check.errcode);
  const app = world.apps.get(check.appid);
  if (!app) throw new Refusal(40013);
  return app;
};

/** Some interfaces call a body with an `access_token` malformed, even before they miss it in the query. */
export const refuseTokenInBody = (call: Call): void => {
  if (parseObject(call.body)?.access_token !== undefined) throw new Refusal(47001);
};

/** The body as a JSON object, whatever its content type says. `malformed`: the errcode for other bodies. */
export const requireJson = (call: Call, malformed = 47001): JsonObject => {
  if (call.body === '') throw new Refusal(44002);
  const body = parseObject(call.body);
  if (!body) throw new Refusal(malformed);
  return body;
};

/** The app with this appid and secret. */
export const requireApp = (world: World, appid: unknown, secret: unknown): WechatApp => {
  const app = typeof appid === 'string' ? world.apps.get(appid) : undefined;
  if (!app) throw new Refusal(40013);
  if (secret !== app.secret) throw new Refusal(40125);
  return app;
};

/** `undefined`: not a JSON object. */
export const parseObject = (text: string): JsonObject | undefined => {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === 'object' && value !== null && !Array.isArray(value)
      ? (value as JsonObject)
      : undefined;
  } catch {
    return undefined;
  }
};
