import { randomBytes } from 'node:crypto';
import { completeLogin } from '../../lib/h5/complete-login.ts';
import { passage } from '../../lib/h5/passage.ts';
import { withRandom } from '../../lib/h5/redirect.ts';

/** GET /wx/oauth/callback?code=&state=&redirect=: the browser is back from WeChat, logs in, and goes on to `redirect`. */
export const handler = passage(async ({ redirect, query: { code, state }, ...cookies }) => {
  const login = await completeLogin(cookies, { code, state });
  if (!('sid' in login)) return login;
  return { ...login, url: withRandom(redirect, randomBytes(8).toString('hex')) };
});
