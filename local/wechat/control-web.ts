import { demoUser, grantCode, requireRedirectUri, requireState, returnAddress } from './authorize.ts';
import type { JsonObject } from './checks.ts';
import {
  ControlError,
  readAppid,
  readFlag,
  readInteger,
  readOpenid,
  readOptionalText,
} from './control-input.ts';
import { type WebGrant, type WebScope, webScopes } from './oauth-tokens.ts';
import { Refusal } from './refusal.ts';
import type { World } from './world.ts';

/** A user agrees, without the page: `{code}`, or with a redirect_uri `{location}`, where the browser comes back to. */
export const grantConsent = (world: World, body: JsonObject): { code: string } | { location: string } => {
  const appid = readAppid(world, body);
  const grant = readGrant(body);
  const address = readReturn(world, appid, body);
  const code = grantCode(world, appid, grant);
  return address ? { location: returnAddress({ ...address, code }) } : { code };
};

const readGrant = (body: JsonObject): WebGrant => ({
  scope: readScope(body),
  snapshot: readFlag(body, 'snapshot', false),
  user: {
    openid: readOpenid(body),
    unionid: readOptionalText(body, 'unionid'),
    nickname: readOptionalText(body, 'nickname') ?? demoUser.nickname,
    sex: body.sex === undefined ? 0 : readInteger(body, 'sex', 0, 2),
    headimgurl: readOptionalText(body, 'headimgurl') ?? '',
  },
});

const readScope = ({ scope: wanted = 'snsapi_userinfo' }: JsonObject): WebScope => {
  const scope = webScopes.find((each) => each === wanted);
  if (scope) return scope;
  throw new ControlError(`"scope" must be one of ${webScopes.join(', ')}.`);
};

/** `undefined`: no address was given. */
const readReturn = (world: World, appid: string, body: JsonObject) => {
  const text = readOptionalText(body, 'redirect_uri');
  const app = world.apps.get(appid);
  if (text === undefined || !app) return undefined;
  try {
    const state = requireState(readOptionalText(body, 'state') ?? '');
    return { redirectUri: requireRedirectUri(app, text), state };
  } catch (error) {
    if (error instanceof Refusal) throw new ControlError(error.message);
    throw error;
  }
};
