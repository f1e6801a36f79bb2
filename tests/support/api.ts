import type { APIGatewayProxyEventV2 } from 'aws-lambda';
import type { Endpoint } from '../../lib/http/endpoint.ts';

export type Reply = {
  status: number;
  body: Record<string, unknown>;
  raw: string;
  headers: Record<string, unknown>;
};

/** An API Gateway event (HTTP API, payload 2.0) as a client's request causes it. */
export const apiEvent = (request: {
  method?: string;
  path?: string;
  body?: string | Buffer;
  type?: string;
  headers?: Record<string, string>;
  query?: Record<string, string>;
  cookies?: string[];
  pathParameters?: Record<string, string>;
}): APIGatewayProxyEventV2 => {
  const {
    method = 'POST',
    path = '/',
    body,
    type = 'application/json',
    headers = {},
    query,
    cookies,
    pathParameters,
  } = request;
  return {
    version: '2.0',
    routeKey: '$default',
    rawPath: path,
    rawQueryString: String(new URLSearchParams(query)),
    headers: { 'content-type': type, host: 'api.example.com', 'x-forwarded-proto': 'https', ...headers },
    requestContext: { http: { method, path } },
    isBase64Encoded: Buffer.isBuffer(body),
    ...(body !== undefined && { body: Buffer.isBuffer(body) ? body.toString('base64') : body }),
    ...(query && { queryStringParameters: query }),
    ...(cookies && { cookies }),
    ...(pathParameters && { pathParameters }),
  } as unknown as APIGatewayProxyEventV2;
};

/** Sends an event to a handler and reads what it answers. */
export const invoke = async (handler: Endpoint, event: APIGatewayProxyEventV2): Promise<Reply> => {
  const {
    statusCode,
    body = '',
    headers = {},
    isBase64Encoded,
  } = await handler(event, { awsRequestId: 'request-1' });
  const isJson = !isBase64Encoded;
  return { status: statusCode ?? 0, raw: body, headers, body: isJson ? JSON.parse(body) : {} };
};
