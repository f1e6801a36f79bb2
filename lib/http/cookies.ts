import type { APIGatewayProxyEventV2 } from 'aws-lambda';
import { parseCookie, stringifySetCookie } from 'cookie';
import { originOf } from './origin.ts';

/** The value of a cookie that the client sent; of several the first, whose path is the closest. */
export const cookieOf = (event: APIGatewayProxyEventV2, name: string): string | undefined =>
  cookiesOf(event, name)[0];

/** The values of all cookies of a name. API Gateway lists cookies apart; others leave them in the header. */
export const cookiesOf = ({ cookies, headers }: APIGatewayProxyEventV2, name: string): string[] =>
  (cookies?.join(';') ?? headers.cookie ?? '').split(';').flatMap((pair) => parseCookie(pair)[name] ?? []);

/**
 * The `Set-Cookie` of a session: out of scripts' reach, and not sent along when another site posts to us. An empty
 * value takes it back.
 * @param domain whose hosts share it; without, the host that sets it alone
 * @param limits for which addresses alone it is, and for how many seconds
 */
export const sessionCookie = (
  event: APIGatewayProxyEventV2,
  name: string,
  value: string,
  domain?: string,
  limits: { path?: string; maxAge?: number } = {},
): string =>
  stringifySetCookie(name, value, {
    httpOnly: true,
    // A laptop has no https.
    secure: originOf(event).startsWith('https:'),
    sameSite: 'lax',
    path: '/',
    ...(domain && { domain }),
    ...limits,
    ...(value === '' && { maxAge: 0 }),
  });
