import type { APIGatewayProxyEventV2 } from 'aws-lambda';
import { parseCookie } from 'cookie';

/** The value of a cookie that the client sent. API Gateway lists cookies apart; others leave them in the header. */
export const cookieOf = ({ cookies, headers }: APIGatewayProxyEventV2, name: string): string | undefined =>
  parseCookie(cookies?.join('; ') ?? headers.cookie ?? '')[name];
