import { requireApp, requireGet, requireJson, requirePost } from './checks.ts';
import { Refusal } from './refusal.ts';
import type { Answer, Call } from './wire.ts';
import type { WechatApp, World } from './world.ts';

type Credentials = { grant_type: unknown; appid: unknown; secret: unknown };

/** `GET /cgi-bin/token` (getAccessToken): a new token, which supersedes the last one from here. */
export const getAccessToken = (world: World, call: Call): Answer => {
  requireGet(call);
  const { appid } = requireCredentials(world, {
    grant_type: call.query.get('grant_type'),
    appid: call.query.get('appid'),
    secret: call.query.get('secret'),
  });
  return { json: world.tokens.replace(appid, 'token') };
};

/** `POST /cgi-bin/stable_token` (getStableAccessToken): the same token for all who ask, until it nears its end. */
export const getStableAccessToken = (world: World, call: Call): Answer => {
  requirePost(call);
  const { grant_type, appid, secret, force_refresh = false } = requireJson(call);
  if (typeof force_refresh !== 'boolean') throw new Refusal(47001);
  const app = requireCredentials(world, { grant_type, appid, secret });
  return { json: world.tokens.stable(app.appid, force_refresh) };
};

const requireCredentials = (world: World, { grant_type, appid, secret }: Credentials): WechatApp => {
  if (!appid) throw new Refusal(41002);
  if (!secret) throw new Refusal(41004);
  if (grant_type !== 'client_credential') throw new Refusal(40002);
  return requireApp(world, appid, secret);
};
