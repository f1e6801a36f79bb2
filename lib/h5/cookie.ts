import type { APIGatewayProxyEventV2 } from 'aws-lambda';
import { cookiesOf, sessionCookie } from '../http/cookies.ts';
import { isSessionKey } from '../session/session.ts';

const NAME = 'sid';

/**
 * The `sid` that a browser sent, if it has the form of one. Where a domain shares it, a browser may have one of before for
 * the API's host alone, which it sends first and which no answer replaces: the last is the domain's.
 */
export const sidOf = (event: APIGatewayProxyEventV2): string | undefined => {
  const sid = cookiesOf(event, NAME).at(process.env.H5_COOKIE_DOMAIN ? -1 : 0);
  return isSessionKey(sid) ? sid : undefined;
};

/** The `Set-Cookie` of a `sid`, for the hosts of the configured domain. */
export const sidCookie = (event: APIGatewayProxyEventV2, sid: string): string =>
  sessionCookie(event, NAME, sid, process.env.H5_COOKIE_DOMAIN);
