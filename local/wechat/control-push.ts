import { randomInt } from 'node:crypto';
import { isAesKey } from '../../lib/wechat/message-crypto.ts';
import { demoUser } from './authorize.ts';
import type { JsonObject } from './checks.ts';
import { ControlError, readAppid, readOptionalText, readText } from './control-input.ts';
import { type Callback, checkCallback, type Pushed, type PushMessage, push } from './push.ts';
import type { World } from './world.ts';

const nameForm = /^[A-Za-z]\w*$/;
const numberForm = /^\d{1,20}$/;
// A page in some browser may call the controls, and must not read other machines' answers by them.
const ownHosts = ['localhost', '127.0.0.1', '[::1]'];

/** WeChat's server pushes a message to an app's server; without a message it checks the address. */
export const pushMessage = (world: World, body: JsonObject): Promise<Pushed> => {
  const appid = readAppid(world, body);
  const callback = { ...readCallback(body), appid, aesKey: readAesKey(body) };
  if (body.message === undefined) return checkCallback(callback, world.now());
  return push(callback, readMessage(appid, body.message, world.now()), world.now());
};

const readCallback = (body: JsonObject): Pick<Callback, 'url' | 'token'> => {
  const url = URL.parse(readText(body, 'url'));
  if (url && /^https?:$/.test(url.protocol) && ownHosts.includes(url.hostname))
    return { url, token: readText(body, 'token') };
  throw new ControlError('"url" must be an http address on this machine, such as http://localhost:3000/wx.');
};

const readAesKey = (body: JsonObject): string | undefined => {
  const aesKey = readOptionalText(body, 'aesKey');
  if (aesKey === undefined || isAesKey(aesKey)) return aesKey;
  throw new ControlError('"aesKey" must be an EncodingAESKey: 43 letters and digits.');
};

/** The message with what WeChat adds where it is not given: sender, receiver, time and a MsgId. */
const readMessage = (appid: string, message: unknown, nowMs: number): PushMessage => {
  const given = readElements(message);
  const MsgType = readText(given, 'MsgType');
  const FromUserName = readOptionalText(given, 'FromUserName') ?? demoUser.openid;
  const isFollowing = given.Event === 'subscribe' || given.Event === 'unsubscribe';
  return {
    ToUserName: `gh_${appid}`,
    FromUserName,
    CreateTime: Math.floor(nowMs / 1000),
    MsgType,
    ...given,
    ...(isFollowing && { EventKey: '' }),
    ...(MsgType !== 'event' && { MsgId: `${nowMs}${randomInt(1e5, 1e6)}` }),
    // Again: the order is WeChat's, the values are the caller's.
    ...given,
  };
};

const readElements = (message: unknown): Record<string, string | number> => {
  if (typeof message !== 'object' || message === null)
    throw new ControlError('"message" must be an object of texts and numbers.');
  for (const [name, value] of Object.entries(message)) {
    if (!nameForm.test(name)) throw new ControlError(`"${name}" is no name of an element.`);
    if (typeof value !== 'string' && typeof value !== 'number')
      throw new ControlError(`"message.${name}" must be a text or a number.`);
    if (['CreateTime', 'MsgId'].includes(name) && !numberForm.test(String(value)))
      throw new ControlError(`"message.${name}" must be a number.`);
  }
  return message as Record<string, string | number>;
};
