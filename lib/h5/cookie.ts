import type { APIGatewayProxyEventV2 } from 'aws-lambda';
import { stringifySetCookie } from 'cookie';
import { cookieOf } from '../http/cookies.ts';
import { originOf } from '../http/origin.ts';
import { isSessionKey } from '../session/session.ts';

const NAME = 'sid';

/** The `sid` that a browser sent, if it has the form of one. */
export const sidOf = (event: APIGatewayProxyEventV2): string | undefined => {
  const sid = cookieOf(event, NAME);
  return isSessionKey(sid) ? sid : undefined;
};

/** The `Set-Cookie` of a `sid`: out of scripts' reach, and not sent along when another site posts to us. */
export const sidCookie = (event: APIGatewayProxyEventV2, sid: string): string => {
  const domain = process.env.H5_COOKIE_DOMAIN;
  return stringifySetCookie(NAME, sid, {
    httpOnly: true,
    // A laptop has no https.
    secure: originOf(event).startsWith('https:'),
    sameSite: 'lax',
    path: '/',
    ...(domain && { domain }),
  });
};
