import type { APIGatewayProxyEventV2 } from 'aws-lambda';
import { parseCookie, stringifySetCookie } from 'cookie';
import { originOf } from './origin.ts';

/** The value of a cookie that the client sent. API Gateway lists cookies apart; others leave them in the header. */
export const cookieOf = ({ cookies, headers }: APIGatewayProxyEventV2, name: string): string | undefined =>
  parseCookie(cookies?.join('; ') ?? headers.cookie ?? '')[name];

/**
 * The `Set-Cookie` of a session: out of scripts' reach, and not sent along when another site posts to us. An empty
 * value takes it back.
 * @param domain whose hosts share it; without, the host that sets it alone
 */
export const sessionCookie = (
  event: APIGatewayProxyEventV2,
  name: string,
  value: string,
  domain?: string,
): string =>
  stringifySetCookie(name, value, {
    httpOnly: true,
    // A laptop has no https.
    secure: originOf(event).startsWith('https:'),
    sameSite: 'lax',
    path: '/',
    ...(domain && { domain }),
    ...(value === '' && { maxAge: 0 }),
  });
