import { randomKey } from '../hash.ts';
import { findSession } from '../session/session.ts';
import { write } from '../store/store.ts';
import { MINUTE, nowSeconds } from '../time.ts';
import { askWechat } from '../wechat/ask.ts';
import { authorizeUrl } from '../wechat/authorize.ts';
import { loginKey } from './keys.ts';
import { type Failure, loginFailed, type Onward } from './outcome.ts';
import { APP, SERVICE } from './visitor.ts';

const LIFETIME = 10 * MINUTE;

/**
 * Begins a login. What it leaves is an attempt, never a session: nobody who was not let in holds one. A user who has a
 * session keeps it until the login is through, and with it the `sid`.
 * @param redirectUri where WeChat sends the browser back to
 */
export const beginLogin = async (sid: string | undefined, redirectUri: string): Promise<Onward | Failure> => {
  const kept = sid && (await findSession(SERVICE, sid)).session ? sid : undefined;
  const attempt = kept ?? randomKey();
  const state = randomKey();
  const url = await askWechat(APP, async (app) => authorizeUrl(app, { redirectUri, state }));
  if (typeof url !== 'string') return loginFailed();
  await write({ put: loginKey(attempt), item: { state, expiresAt: nowSeconds() + LIFETIME } });
  return { sid: attempt, url };
};
