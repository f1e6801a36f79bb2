import { code, isseller } from '../../lib/callme/fields.ts';
import { logInEater, logInSeller } from '../../lib/callme/login.ts';
import { openQuery } from '../../lib/callme/query.ts';

/** Q01, Q02: a seller or an eater logs in with the code of `wx.login()`. */
export const handler = openQuery('login', {
  fields: { isseller, code },
  outcomes: ['API Error', 'Login Error', 'Seller Openid Error'],
  answer: ({ fields }) => (fields.isseller === 'yes' ? logInSeller(fields.code) : logInEater(fields.code)),
});
