import { authorize } from './authorize.ts';
import { exchangeLoginCode } from './login.ts';
import { sendSubscribeMessage } from './messages.ts';
import { checkGrant, exchangeWebCode, getWebUser, refreshGrant } from './oauth.ts';
import { exchangePhoneCode } from './phone.ts';
import { checkText } from './security.ts';
import { getTemplates } from './templates.ts';
import { getTicket } from './ticket-call.ts';
import { getAccessToken, getStableAccessToken } from './token-calls.ts';
import type { Answer, Call } from './wire.ts';
import type { World } from './world.ts';
import { getCode, getUnlimitedCode } from './wxacode.ts';

/** Answers a call, or throws a `Refusal`. */
export type Interface = (world: World, call: Call) => Answer;

/** The WeChat interfaces that the simulator knows, by path. */
export const routes: ReadonlyMap<string, Interface> = new Map([
  ['/sns/jscode2session', exchangeLoginCode],
  ['/cgi-bin/token', getAccessToken],
  ['/cgi-bin/stable_token', getStableAccessToken],
  ['/cgi-bin/message/subscribe/send', sendSubscribeMessage],
  ['/wxaapi/newtmpl/gettemplate', getTemplates],
  ['/wxa/getwxacode', getCode],
  ['/wxa/getwxacodeunlimit', getUnlimitedCode],
  ['/wxa/msg_sec_check', checkText],
  ['/wxa/business/getuserphonenumber', exchangePhoneCode],
  ['/connect/oauth2/authorize', authorize],
  ['/sns/oauth2/access_token', exchangeWebCode],
  ['/sns/oauth2/refresh_token', refreshGrant],
  ['/sns/userinfo', getWebUser],
  ['/sns/auth', checkGrant],
  ['/cgi-bin/ticket/getticket', getTicket],
]);
