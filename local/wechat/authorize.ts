import { type WebGrant, type WebScope, type WebUser, webScopes } from './oauth-tokens.ts';
import { consentPage } from './pages.ts';
import { Refusal } from './refusal.ts';
import { isOpenid } from './users.ts';
import type { Answer, Call } from './wire.ts';
import type { WechatApp, World } from './world.ts';

/** What a web page asks of a user, and where it wants them back. */
type Wish = { app: WechatApp; scope: WebScope; redirectUri: URL; state: string };

/** Who uses a web page before anyone said who they are. */
export const demoUser: WebUser = {
  openid: 'demo-patient',
  unionid: undefined,
  nickname: '演示用户',
  sex: 0,
  headimgurl: '',
};

const order = ['appid', 'redirect_uri', 'response_type', 'scope', 'state'];
const stateForm = /^[a-zA-Z0-9]{0,128}$/;

/**
 * `/connect/oauth2/authorize`: asks the user whether the app may know who they are, and sends them back with a code, or
 * without. `snsapi_base` asks nothing: it is whoever agreed last.
 */
export const authorize = (world: World, call: Call): Answer => {
  const wish = readWish(world, call.query);
  const user = world.webUsers.get(wish.app.appid) ?? demoUser;
  if (wish.scope === 'snsapi_base') return comeBack(world, wish, user);

  const form = new URLSearchParams(call.body);
  const choice = form.get('choice');
  if (choice === 'refuse') return { location: returnAddress(wish) };
  const openid = form.get('openid')?.trim() ?? user.openid;
  const nickname = form.get('nickname')?.trim() ?? user.nickname;
  if (choice === 'agree' && isOpenid(openid)) {
    const consenting = { ...demoUser, openid, nickname };
    world.webUsers.set(wish.app.appid, consenting);
    return comeBack(world, wish, consenting);
  }
  const address = `${call.path}?${call.query}`;
  return { page: consentPage({ ...wish, address, openid, nickname, isWrong: choice === 'agree' }) };
};

/** A code for what a user let the app know. */
export const grantCode = (world: World, appid: string, grant: WebGrant): string => {
  world.users.logIn(appid, grant.user.openid, grant.user.unionid);
  return world.webCodes.issue(appid, grant);
};

/** Where the browser goes from the page. Without a code the user refused. */
export const returnAddress = ({
  redirectUri,
  state,
  code,
}: Pick<Wish, 'redirectUri' | 'state'> & { code?: string }): string => {
  const { href } = redirectUri;
  // Simply behind it all: this is how a `#` in the address loses the code.
  return `${href}${href.includes('?') ? '&' : '?'}${code ? `code=${code}&` : ''}state=${state}`;
};

/** The address to come back to, if it lies on the app's web domain. */
export const requireRedirectUri = ({ webDomain = 'localhost' }: WechatApp, text: string): URL => {
  const url = URL.canParse(text) ? new URL(text) : undefined;
  if (url?.hostname === webDomain && /^https?:$/.test(url.protocol)) return url;
  throw new Refusal(10003, `redirect_uri 域名与后台配置不一致（后台配置的是 ${webDomain}）`);
};

/** The `state` that comes back with the browser. */
export const requireState = (state: string): string => {
  if (stateForm.test(state)) return state;
  throw new Refusal(40035, 'state 只能由字母和数字组成，最多 128 个');
};

const comeBack = (world: World, wish: Wish, user: WebUser): Answer => {
  const code = grantCode(world, wish.app.appid, { scope: wish.scope, user, snapshot: false });
  return { location: returnAddress({ ...wish, code }) };
};

const readWish = (world: World, query: URLSearchParams): Wish => {
  const appid = query.get('appid');
  if (!appid) throw new Refusal(10012);
  const app = world.apps.get(appid);
  if (!app) throw new Refusal(40013, 'appid 无效');
  const redirectUri = query.get('redirect_uri');
  if (!redirectUri) throw new Refusal(10011);
  const url = requireRedirectUri(app, redirectUri);

  const names = [...query.keys()].filter((name) => order.includes(name));
  const isInOrder = names.every((name, i) => name === order[i]) && names.length >= 4;
  if (!isInOrder || query.get('response_type') !== 'code')
    throw new Refusal(40035, `参数应依次为 ${order.join('、')}`);
  const scope = webScopes.find((each) => each === query.get('scope'));
  if (!scope) throw new Refusal(10005);
  return { app, scope, redirectUri: url, state: requireState(query.get('state') ?? '') };
};
