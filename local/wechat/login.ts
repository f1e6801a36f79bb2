import { redeem, requireCode } from './exchange.ts';
import { Refusal } from './refusal.ts';
import type { Answer, Call } from './wire.ts';
import type { World } from './world.ts';

/** `GET /sns/jscode2session` (code2Session): a code from wx.login for `session_key` and `openid`. */
export const exchangeLoginCode = (world: World, call: Call): Answer => {
  const { appid, code } = requireCode(world, call, 'js_code');
  // Odd, but so it was answered when a client sent its access token along.
  if (call.query.has('access_token')) throw new Refusal(40163);

  const { sessionKey, openid, unionid } = redeem(world.loginCodes, code, appid);
  return { json: { session_key: sessionKey, openid, ...(unionid !== undefined && { unionid }) } };
};
