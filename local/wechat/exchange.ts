import { requireApp, requireGet } from './checks.ts';
import type { Codes } from './codes.ts';
import { Refusal } from './refusal.ts';
import type { Call } from './wire.ts';
import type { World } from './world.ts';

const errcodes = { unknown: 40029, foreign: 40029, expired: 40029, used: 40163 };

/** The code that a call of an app's backend brings in its query, under this name. */
export const requireCode = (
  world: World,
  call: Call,
  name: 'js_code' | 'code',
): { appid: string; code: string } => {
  const { query } = call;
  // Before the method: parameters in a POST body are answered as missing.
  if (!query.get('appid')) throw new Refusal(41002);
  requireGet(call);
  if (!query.get('secret')) throw new Refusal(41004);
  const code = query.get(name);
  if (!code) throw new Refusal(41008);
  if (query.get('grant_type') !== 'authorization_code') throw new Refusal(40002);
  return { appid: requireApp(world, query.get('appid'), query.get('secret')).appid, code };
};

/** Uses a code up, and returns what was granted by it. */
export const redeem = <Grant>(codes: Codes<Grant>, code: string, appid: string): Grant => {
  const redemption = codes.redeem(code, appid);
  if (redemption.outcome !== 'granted') throw new Refusal(errcodes[redemption.outcome]);
  return redemption.grant;
};
