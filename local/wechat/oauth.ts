import { requireGet } from './checks.ts';
import { redeem, requireCode } from './exchange.ts';
import type { OauthPair, WebGrant } from './oauth-tokens.ts';
import { Refusal } from './refusal.ts';
import type { Answer, Call } from './wire.ts';
import type { World } from './world.ts';

/** `GET /sns/oauth2/access_token` (snsAccessToken): a web page's code for the user's openid and tokens. */
export const exchangeWebCode = (world: World, call: Call): Answer => {
  const { appid, code } = requireCode(world, call, 'code');
  const grant = redeem(world.webCodes, code, appid);
  const { unionid } = grant.user;
  return {
    json: {
      ...answerOf(world.oauthTokens.issue(appid, grant), world.now()),
      ...(grant.snapshot && { is_snapshotuser: 1 }),
      ...(isOpen(grant) && unionid !== undefined && { unionid }),
    },
  };
};

/** `GET /sns/oauth2/refresh_token` (snsRefreshToken): more life for an access token, or a new one. */
export const refreshGrant = (world: World, call: Call): Answer => {
  requireGet(call);
  const { query } = call;
  const appid = query.get('appid');
  if (!appid) throw new Refusal(41002);
  if (!world.apps.has(appid)) throw new Refusal(40013);
  if (query.get('grant_type') !== 'refresh_token') throw new Refusal(40002);
  const refreshToken = query.get('refresh_token');
  if (!refreshToken) throw new Refusal(41003);
  const pair = world.oauthTokens.refresh(appid, refreshToken);
  if (!pair) throw new Refusal(40030);
  return { json: answerOf(pair, world.now()) };
};

/** `GET /sns/userinfo` (snsUserInfo): who the user is, if they let the page know. */
export const getWebUser = (world: World, call: Call): Answer => {
  const grant = requireGrant(world, call);
  if (!isOpen(grant)) throw new Refusal(48001);
  const { openid, unionid, nickname, sex, headimgurl } = grant.user;
  return {
    json: {
      openid,
      nickname,
      sex,
      province: '',
      city: '',
      country: '',
      headimgurl,
      privilege: [],
      ...(unionid !== undefined && { unionid }),
    },
  };
};

/** `GET /sns/auth` (snsAuth): whether a user's access token is still good. */
export const checkGrant = (world: World, call: Call): Answer => {
  requireGrant(world, call);
  return { json: { errcode: 0, errmsg: 'ok' } };
};

/** The grant that a user's access token and openid belong to. */
const requireGrant = (world: World, call: Call): WebGrant => {
  requireGet(call);
  const text = call.query.get('access_token');
  if (!text) throw new Refusal(41001);
  const token = world.oauthTokens.find(text);
  if (!token) throw new Refusal(40001);
  if (world.now() >= token.expiresAt) throw new Refusal(42001);
  const openid = call.query.get('openid');
  if (!openid) throw new Refusal(41009);
  if (openid !== token.grant.user.openid) throw new Refusal(40003);
  return token.grant;
};

const answerOf = ({ access, refresh }: OauthPair, nowMs: number) => ({
  access_token: access.text,
  expires_in: Math.floor((access.expiresAt - nowMs) / 1000),
  refresh_token: refresh.text,
  openid: access.grant.user.openid,
  scope: access.grant.scope,
});

/** Whether the user agreed to show who they are. */
const isOpen = ({ scope }: WebGrant): boolean => scope === 'snsapi_userinfo';
