import { code, profile } from '../../lib/rental/fields.ts';
import { logIn } from '../../lib/rental/login.ts';
import { openRoute } from '../../lib/rental/route.ts';

/** /user/signup, /user/login: a user signs in with the code of `wx.login()`, and is made one if need be. Both mean the same. */
export const handler = openRoute({
  fields: { code, ...profile },
  outcomes: ['invalid code', 'weixin'],
  answer: ({ fields: { code, ...given } }) => logIn(code, given),
});
