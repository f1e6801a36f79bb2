import type { APIGatewayProxyEventV2 } from 'aws-lambda';
import { sha256 } from '../hash.ts';
import { cookieOf, cookiesOf, sessionCookie } from '../http/cookies.ts';
import { isSessionKey } from '../session/session.ts';
import { LIFETIME } from './attempts.ts';

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

/**
 * The `Set-Cookie` of a login that begins in a browser without a `sid`. Another tab that begins one at the same moment
 * gets a `sid` of its own, and the browser keeps one of the two; by this, either login still knows the `sid` that it was
 * begun with.
 */
export const attemptCookie = (event: APIGatewayProxyEventV2, state: string, sid: string): string =>
  sessionCookie(event, attemptName(state), sid, process.env.H5_COOKIE_DOMAIN, {
    path: '/wx/oauth',
    maxAge: LIFETIME,
  });

/** The `sid` that the login of this state was begun with, where the browser had none. */
export const attemptSidOf = (
  event: APIGatewayProxyEventV2,
  state: string | undefined,
): string | undefined => {
  const sid = state && cookieOf(event, attemptName(state));
  return isSessionKey(sid) ? sid : undefined;
};

const attemptName = (state: string): string => `${NAME}-${sha256(state).slice(0, 8)}`;
