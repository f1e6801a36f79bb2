import { requireApp, requireGet } from './checks.ts';
import { Refusal } from './refusal.ts';
import type { Answer, Call } from './wire.ts';
import type { World } from './world.ts';

const errcodes = { unknown: 40029, foreign: 40029, expired: 40029, used: 40163 };

/** `GET /sns/jscode2session` (code2Session): a code from wx.login for `session_key` and `openid`. */
export const exchangeLoginCode = (world: World, call: Call): Answer => {
  const { query } = call;
  // Before the method: parameters in a POST body are answered as missing.
  if (!query.get('appid')) throw new Refusal(41002);
  requireGet(call);
  if (!query.get('secret')) throw new Refusal(41004);
  const code = query.get('js_code');
  if (!code) throw new Refusal(41008);
  if (query.get('grant_type') !== 'authorization_code') throw new Refusal(40002);

  const { appid } = requireApp(world, query.get('appid'), query.get('secret'));
  // Odd, but so it was answered when a client sent its access token along.
  if (query.has('access_token')) throw new Refusal(40163);

  const redemption = world.loginCodes.redeem(code, appid);
  if (redemption.outcome !== 'granted') throw new Refusal(errcodes[redemption.outcome]);
  const { sessionKey, openid, unionid } = redemption.grant;
  return { json: { session_key: sessionKey, openid, ...(unionid !== undefined && { unionid }) } };
};
