import type { IncomingHttpHeaders } from 'node:http';

/** `provider.httpApi.cors` of serverless.yml. */
export type Cors = {
  allowedOrigins: string[];
  allowedMethods: string[];
  allowedHeaders: string[];
  maxAge: number;
};

/** The headers that API Gateway adds to the answer of a request from a page of another origin. */
export const corsHeaders = (
  cors: Cors,
  method: string,
  headers: IncomingHttpHeaders,
): Record<string, string> => {
  const { allowedOrigins, allowedMethods, allowedHeaders, maxAge } = cors;
  const { origin } = headers;
  const allowed = allowedOrigins.find((one) => one === '*' || one === origin);
  if (!origin || !allowed) return {};
  const isPreflight = method === 'OPTIONS' && headers['access-control-request-method'] !== undefined;
  return {
    'access-control-allow-origin': allowed,
    ...(isPreflight && {
      'access-control-allow-methods': allowedMethods.join(','),
      'access-control-allow-headers': allowedHeaders.join(','),
      'access-control-max-age': String(maxAge),
    }),
  };
};
