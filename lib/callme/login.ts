import { log } from '../log.ts';
import { createSession } from '../session/session.ts';
import { type App, findApp } from '../wechat/apps.ts';
import { isBadCode, WechatError } from '../wechat/errors.ts';
import { code2Session } from '../wechat/login.ts';
import { EATER_APP, SELLER_APP, SESSION_POLICY, userOf } from './callers.ts';
import { Failure, fail, type Outcome } from './outcome.ts';
import { balanceMon, findRole } from './sellers.ts';

/** Logs an eater in with a code of the eaters' mini-program (Q02). */
export const logInEater = async (code: string): Promise<Outcome> => {
  const identity = await askWechat(EATER_APP, (app) => code2Session(app, code));
  if (identity instanceof Failure) return identity;
  return { sessionKey: await createSession(EATER_APP, identity, {}, SESSION_POLICY) };
};

/**
 * Logs a user of the sellers' mini-program in (Q01). Whoever is neither seller nor administrator gets the source's
 * failure, and with it a session that is good for signing up.
 */
export const logInSeller = async (code: string): Promise<Outcome> => {
  const identity = await askWechat(SELLER_APP, (app) => code2Session(app, code));
  if (identity instanceof Failure) return identity;
  const { role, seller } = await findRole(userOf({ app: SELLER_APP, openid: identity.openid }));
  const sessionKey = await createSession(SELLER_APP, identity, role, SESSION_POLICY);
  if (seller) return { sessionKey, balanceMon: balanceMon(seller) };
  return role.admin ? { sessionKey } : fail('Seller Openid Error', { sessionKey });
};

/** Asks WeChat something in the name of an app. What it refuses is `Login Error` where the code is to blame, else `API Error`. */
export const askWechat = async <T>(appId: string, ask: (app: App) => Promise<T>): Promise<T | Failure> => {
  const app = await findApp(appId);
  if (!app) {
    log('error', 'unknown app', { app: appId, hint: 'npm run admin -- apps put' });
    return fail('API Error');
  }
  try {
    return await ask(app);
  } catch (error) {
    if (!(error instanceof WechatError)) throw error;
    const { path, errcode, rid, message } = error;
    log('warn', 'WeChat refused or could not be asked', { app: appId, path, errcode, rid, reason: message });
    return fail(isBadCode(error) ? 'Login Error' : 'API Error');
  }
};
