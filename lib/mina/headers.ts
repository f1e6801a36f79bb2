import type { APIGatewayProxyEventV2 } from 'aws-lambda';
import * as z from 'zod/mini';
import { setting } from '../env.ts';
import type { Body } from '../http/body.ts';
import { app_id, code, encrypted, openText, sent } from './fields.ts';
import type { LoginRequest } from './login.ts';

const NAMES = ['X-WX-Code', 'X-WX-Encrypted-Data', 'X-WX-IV', 'X-WX-Id', 'X-WX-Skey'] as const;

/** A login as Tencent's client SDKs send it. */
export const login = { app_id, 'X-WX-Code': code, 'X-WX-Encrypted-Data': openText, 'X-WX-IV': openText };

/** Which session a request of theirs is made in. What is missing is empty, and names no session. */
export const session = {
  app_id,
  'X-WX-Id': z._default(z.string(), ''),
  'X-WX-Skey': z._default(z.string(), ''),
};

/** The app that a wafer client speaks of: the query parameter `app_id`, else the deployment's default app. */
export const appOf = ({ queryStringParameters = {} }: APIGatewayProxyEventV2): unknown =>
  sent(queryStringParameters.app_id) ?? setting('DEFAULT_APP');

/** What Tencent's client SDKs say, in headers; API Gateway writes their names in lower case. */
export const readHeaders = (event: APIGatewayProxyEventV2): Body => ({
  ...Object.fromEntries(NAMES.map((name) => [name, once(event.headers[name.toLowerCase()])])),
  app_id: appOf(event),
});

/** What a header says. API Gateway joins one that came twice by a comma, which none of them has in it. */
const once = (header = ''): string | undefined => {
  const said = new Set(header.split(',').map((value) => sent(value.trim())));
  said.delete(undefined);
  return said.size > 1 ? header : (said.values().next().value as string | undefined);
};

/**
 * The login that the headers mean.
 * @throws Problem that names the header which is missing
 */
export const loginOf = (given: {
  app_id: string;
  'X-WX-Code': string;
  'X-WX-Encrypted-Data'?: string | undefined;
  'X-WX-IV'?: string | undefined;
}): LoginRequest => ({
  app: given.app_id,
  code: given['X-WX-Code'],
  openData: {
    encrypted: encrypted(given['X-WX-Encrypted-Data'], given['X-WX-IV'], {
      encryptedData: 'X-WX-Encrypted-Data',
      iv: 'X-WX-IV',
    }),
  },
});
