import { randomBytes, randomUUID } from 'node:crypto';
import type { APIGatewayProxyEventV2 } from 'aws-lambda';
import type { Address } from './address.ts';
import type { Selected } from './selection.ts';

/** A request as it came. `rawHeaders`: names and values in turn. `port`: where it came in. */
export type Received = {
  method: string;
  address: Address;
  rawHeaders: string[];
  body: Buffer;
  sourceIp: string;
  port: number;
  time: Date;
};

/** What concerns one connection alone, and is not handed over. */
const HOP_BY_HOP = new Set(['connection', 'keep-alive', 'te', 'transfer-encoding', 'upgrade']);
/** What is handed over as text. All else is encoded: forms, and what has no content type, too. */
const TEXT = /^\s*(text\/[^;]*|application\/(json|xml|javascript))\s*(;|$)/i;

/**
 * The event that an HTTP API of API Gateway makes of a request, in payload format 2.0. What a request lacks has no field.
 * https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-develop-integrations-lambda.html
 */
export const toEvent = (received: Received, selected: Selected): APIGatewayProxyEventV2 => {
  const { rawPath, rawQueryString } = received.address;
  const sent = pairs(received.rawHeaders).filter(([name]) => !HOP_BY_HOP.has(name));
  const headers = headersOf(received, sent);
  return {
    version: '2.0',
    routeKey: selected.routeKey,
    rawPath,
    rawQueryString,
    ...unlessEmpty('cookies', cookiesIn(sent)),
    headers,
    ...unlessEmpty('queryStringParameters', joined(new URLSearchParams(rawQueryString))),
    requestContext: contextOf(received, selected, headers),
    ...unlessEmpty('pathParameters', selected.pathParameters),
    ...contentOf(received.body, headers['content-type'] ?? ''),
  };
};

const headersOf = (
  { body, sourceIp, port, time }: Received,
  sent: [string, string][],
): Record<string, string> => {
  const headers = joined(sent.filter(([name]) => name !== 'cookie'));
  const seconds = Math.floor(time.getTime() / 1000).toString(16);
  return {
    ...headers,
    ...(body.length > 0 && { 'content-length': String(body.length) }),
    'x-amzn-trace-id': `Root=1-${seconds}-${randomBytes(12).toString('hex')}`,
    'x-forwarded-for': [headers['x-forwarded-for'], sourceIp].filter(Boolean).join(', '),
    'x-forwarded-port': String(port),
    'x-forwarded-proto': 'http',
  };
};

const contextOf = (
  { method, address, sourceIp, time }: Received,
  { routeKey }: Selected,
  { host = '', 'user-agent': userAgent = '' }: Record<string, string>,
): APIGatewayProxyEventV2['requestContext'] => ({
  accountId: '000000000000',
  apiId: 'local',
  domainName: host,
  domainPrefix: host.split(/[.:]/)[0] as string,
  http: { method, path: address.rawPath, protocol: 'HTTP/1.1', sourceIp, userAgent },
  requestId: randomUUID(),
  routeKey,
  stage: '$default',
  // 10/Jul/2026:19:19:05 +0000
  time: time.toUTCString().replace(/^\w+, (\d+) (\w+) (\d+) (.+) GMT$/, '$1/$2/$3:$4 +0000'),
  timeEpoch: time.getTime(),
});

const contentOf = (body: Buffer, type: string): Pick<APIGatewayProxyEventV2, 'body' | 'isBase64Encoded'> => {
  if (body.length === 0) return { isBase64Encoded: false };
  const isText = TEXT.test(type);
  return { body: body.toString(isText ? 'utf8' : 'base64'), isBase64Encoded: !isText };
};

const cookiesIn = (headers: [string, string][]): string[] =>
  headers.flatMap(([name, value]) => (name === 'cookie' ? value.split(/;\s*/).filter(Boolean) : []));

/** Names in lower case with their values, in the order in which they came. */
const pairs = (rawHeaders: string[]): [string, string][] =>
  rawHeaders.flatMap((name, i) =>
    i % 2 === 0 ? [[name.toLowerCase(), rawHeaders[i + 1] as string] as [string, string]] : [],
  );

/** What was said more than once, with commas between. */
const joined = (entries: Iterable<[string, string]>): Record<string, string> =>
  Object.fromEntries(
    Array.from(
      Map.groupBy(entries, ([name]) => name),
      ([name, group]) => [name, group.map(([, value]) => value).join(',')],
    ),
  );

const unlessEmpty = <N extends string, V extends object>(name: N, value: V): Partial<Record<N, V>> =>
  Object.keys(value).length > 0 ? ({ [name]: value } as Record<N, V>) : {};
