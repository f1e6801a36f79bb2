import type { APIGatewayProxyEventV2 } from 'aws-lambda';
import { cookieOf, sessionCookie } from '../http/cookies.ts';
import { isSessionKey } from '../session/session.ts';

const NAME = 'sid';

/** The `sid` that a browser sent, if it has the form of one. */
export const sidOf = (event: APIGatewayProxyEventV2): string | undefined => {
  const sid = cookieOf(event, NAME);
  return isSessionKey(sid) ? sid : undefined;
};

/** The `Set-Cookie` of a `sid`, for the hosts of the configured domain. */
export const sidCookie = (event: APIGatewayProxyEventV2, sid: string): string =>
  sessionCookie(event, NAME, sid, process.env.H5_COOKIE_DOMAIN);
