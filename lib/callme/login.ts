import { createSession, type Identity } from '../session/session.ts';
import { askWechat } from '../wechat/ask.ts';
import { isBadCode, WechatError } from '../wechat/errors.ts';
import { code2Session } from '../wechat/login.ts';
import { EATER_APP, type Role, SELLER_APP, SERVICE, SESSION_POLICY, userOf } from './callers.ts';
import { Failure, fail, type Outcome } from './outcome.ts';
import { balanceMon, findRole } from './sellers.ts';

/** Logs an eater in with a code of the eaters' mini-program (Q02). */
export const logInEater = async (code: string): Promise<Outcome> => {
  const identity = await exchange(EATER_APP, code);
  if (identity instanceof Failure) return identity;
  return { sessionKey: await begin(EATER_APP, identity, {}) };
};

/**
 * Logs a user of the sellers' mini-program in (Q01). Whoever is neither seller nor administrator gets the source's
 * failure, and with it a session that is good for signing up.
 */
export const logInSeller = async (code: string): Promise<Outcome> => {
  const identity = await exchange(SELLER_APP, code);
  if (identity instanceof Failure) return identity;
  const { role, seller } = await findRole(userOf({ app: SELLER_APP, openid: identity.openid }));
  const sessionKey = await begin(SELLER_APP, identity, role);
  if (seller) return { sessionKey, balanceMon: balanceMon(seller) };
  return role.admin ? { sessionKey } : fail('Seller Openid Error', { sessionKey });
};

/** Exchanges a code. What WeChat refuses is `Login Error` where the code is to blame, else `API Error`. */
const exchange = async (appId: string, code: string): Promise<Identity | Failure> => {
  const identity = await askWechat(appId, (app) => code2Session(app, code));
  if (identity === undefined) return fail('API Error');
  if (identity instanceof WechatError) return fail(isBadCode(identity) ? 'Login Error' : 'API Error');
  return identity;
};

const begin = (app: string, identity: Identity, role: Role): Promise<string> =>
  createSession({ service: SERVICE, app, ...identity, role, policy: SESSION_POLICY });
