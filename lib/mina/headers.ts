import type { APIGatewayProxyEventV2 } from 'aws-lambda';
import { setting } from '../env.ts';
import { check } from '../http/fields.ts';
import { app_id, code, openData } from './fields.ts';
import type { LoginRequest } from './login.ts';

/**
 * Reads a login as Tencent's client SDKs send it.
 * @throws Problem that names the header which is missing
 */
export const readLogin = (event: APIGatewayProxyEventV2): LoginRequest => {
  const names = { encryptedData: 'X-WX-Encrypted-Data', iv: 'X-WX-IV' };
  const given = check({ 'X-WX-Code': code }, { 'X-WX-Code': header(event, 'X-WX-Code') });
  return {
    app: appOf(event),
    code: given['X-WX-Code'],
    openData: openData(header(event, names.encryptedData), header(event, names.iv), names),
  };
};

/** Reads which session a request of theirs is made in. What is missing is empty, and names no session. */
export const readSession = (event: APIGatewayProxyEventV2): { app: string; id: string; skey: string } => ({
  app: appOf(event),
  id: header(event, 'X-WX-Id') ?? '',
  skey: header(event, 'X-WX-Skey') ?? '',
});

/** The app that a wafer client speaks of: the query parameter `app_id`, else the deployment's default app. */
export const appOf = ({ queryStringParameters }: APIGatewayProxyEventV2): string =>
  check({ app_id }, { app_id: queryStringParameters?.app_id ?? setting('DEFAULT_APP') }).app_id;

/** API Gateway writes the names of headers in lower case. */
const header = ({ headers }: APIGatewayProxyEventV2, name: string): string | undefined =>
  headers[name.toLowerCase()];
