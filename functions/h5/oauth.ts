import { beginLogin } from '../../lib/h5/begin-login.ts';
import { callbackAddress, marked } from '../../lib/h5/login-addresses.ts';
import { passage } from '../../lib/h5/passage.ts';

/** GET /wx/oauth?redirect=…: sends the browser to WeChat's page that asks for consent, with the cookie `sid`. */
export const handler = passage(({ sid, redirect, origin, again }) =>
  beginLogin(sid, marked(callbackAddress(origin, redirect), again)),
);
