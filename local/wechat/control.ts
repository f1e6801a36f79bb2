import type { ServerResponse } from 'node:http';
import { type JsonObject, parseObject } from './checks.ts';
import {
  ControlError,
  controlPrefix,
  readApp,
  readAppid,
  readExpiryErrcode,
  readFault,
  readFlag,
  readOpenid,
  readOptionalObject,
  readOptionalText,
  readText,
} from './control-input.ts';
import { pushMessage } from './control-push.ts';
import { grantConsent } from './control-web.ts';
import { userInfoOf } from './user-info.ts';
import { type Call, sendReply } from './wire.ts';
import type { World } from './world.ts';

/** What it returns, or a promise of it, is answered as JSON; nothing is answered as `{ok: true}`. */
type Control = (world: World, body: JsonObject) => unknown;

const done = { ok: true };
// A mini-program that runs in a browser page calls wx.login here, from another origin.
const cors = {
  'Access-Control-Allow-Origin': '*',
  'Access-Control-Allow-Methods': 'GET, POST, DELETE, OPTIONS',
  'Access-Control-Allow-Headers': 'content-type',
  'Access-Control-Max-Age': '86400',
};

const controls = new Map<string, Control>(
  Object.entries({
    'POST login': (world, body) => {
      const appid = readAppid(world, body);
      const openid = readOpenid(body);
      const unionid = readOptionalText(body, 'unionid');
      return { code: world.loginCodes.issue(appid, world.users.logIn(appid, openid, unionid)) };
    },

    'POST user-info': (world, body) => {
      const appid = readAppid(world, body);
      const identity = world.users.identity(appid, readOpenid(body));
      if (!identity) throw new ControlError(`This user has not logged in: POST ${controlPrefix}login first.`);
      return userInfoOf(identity, appid, world.now(), readOptionalObject(body, 'userInfo'));
    },

    'POST phone': (world, body) => {
      const appid = readAppid(world, body);
      const phoneNumber = readText(body, 'phoneNumber');
      const countryCode = readOptionalText(body, 'countryCode') ?? '86';
      const openid = body.openid === undefined ? undefined : readOpenid(body);
      return { code: world.phoneCodes.issue(appid, { phoneNumber, countryCode, openid }) };
    },

    'POST subscriptions': (world, body) => {
      const appid = readAppid(world, body);
      const openid = readOpenid(body);
      world.mailbox.answerPrompt(appid, openid, readText(body, 'template_id'), readFlag(body, 'accept'));
    },

    'POST authorize': grantConsent,
    'POST push': pushMessage,

    'POST apps': (world, body) => {
      const app = readApp(body);
      world.apps.set(app.appid, app);
    },

    'POST tokens/expire': (world, body) =>
      world.tokens.expire(readAppid(world, body), readExpiryErrcode(body)),

    'POST faults': (world, body) => world.faults.add(readFault(body)),
    'DELETE faults': (world) => world.faults.clear(),
    'GET messages': (world) => world.mailbox.list(),
    'DELETE messages': (world) => world.mailbox.clear(),
    'GET calls': (world) => world.calls.list(),
    'DELETE calls': (world) => world.calls.clear(),
  } satisfies Record<string, Control>),
);

/** Answers a control call: JSON with a fitting status, `{error}` holding a sentence when it is wrong. */
export const answerControl = async (world: World, call: Call, response: ServerResponse): Promise<void> => {
  if (call.method === 'OPTIONS') {
    response.writeHead(204, cors).end();
    return;
  }
  const { status, json } = await runControl(world, call);
  const reply = { status, contentType: 'application/json; charset=utf-8', body: JSON.stringify(json) };
  sendReply(response, reply, cors);
};

const runControl = async (world: World, call: Call): Promise<{ status: number; json: unknown }> => {
  const name = call.path.slice(controlPrefix.length);
  const control = controls.get(`${call.method} ${name}`);
  if (!control) return noSuchControl(call.method, name);
  try {
    const result = await control(world, call.method === 'POST' ? readBody(call) : {});
    return { status: 200, json: result ?? done };
  } catch (error) {
    if (error instanceof ControlError) return { status: 400, json: { error: error.message } };
    throw error;
  }
};

const noSuchControl = (method: string, name: string): { status: number; json: unknown } => {
  const known = [...controls.keys()];
  if (known.some((key) => key.endsWith(` ${name}`)))
    return { status: 405, json: { error: `${controlPrefix}${name} does not take ${method}.` } };
  const names = known.map((key) => key.replace(' ', ` ${controlPrefix}`));
  return { status: 404, json: { error: `There is no such control. There are: ${names.join(', ')}.` } };
};

const readBody = (call: Call): JsonObject => {
  const body = parseObject(call.body);
  if (!body) throw new ControlError('The body must be a JSON object.');
  return body;
};
