import { randomKey } from '../hash.ts';
import { findSession } from '../session/session.ts';
import { askWechat } from '../wechat/ask.ts';
import { authorizeUrl } from '../wechat/authorize.ts';
import { beginAttempt } from './attempts.ts';
import { cookieKey } from './keys.ts';
import { type Failure, loginFailed, type Onward } from './outcome.ts';
import { APP, SERVICE } from './visitor.ts';

/**
 * Begins a login. What it leaves is an attempt, never a session: nobody who was not let in holds one. A user who has a
 * session keeps it until the login is through, and with it the `sid`; so does a browser whose other tab is logging in.
 * @param redirectUri where WeChat sends the browser back to
 */
export const beginLogin = async (sid: string | undefined, redirectUri: string): Promise<Onward | Failure> => {
  const known = sid !== undefined && (await isKnown(sid)) ? sid : undefined;
  const own = known ?? randomKey();
  const state = randomKey();
  const url = await askWechat(APP, async (app) => authorizeUrl(app, { redirectUri, state }));
  if (typeof url !== 'string') return loginFailed();
  await beginAttempt(own, state);
  return { sid: own, url, ...(!known && { state }) };
};

/** Whether a `sid` has a session or a login under way. Any other may have been planted by somebody. */
const isKnown = async (sid: string): Promise<boolean> => {
  const { session, items } = await findSession(SERVICE, sid, { alongside: [cookieKey(sid)] });
  return session !== undefined || items[0] !== undefined;
};
