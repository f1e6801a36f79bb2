import type { APIGatewayProxyEventV2 } from 'aws-lambda';
import { setting } from '../env.ts';
import type { Answer } from '../http/endpoint.ts';
import { originOf } from '../http/origin.ts';
import { loginAddress } from './login-addresses.ts';
import { envelope, type Failure } from './outcome.ts';
import { allowedRedirect } from './redirect.ts';

/**
 * What a request without a session is answered. A browser that opens the address goes to log in and comes back to it.
 * A script cannot follow to WeChat: it is told where to send its page, which comes back to where the script ran.
 */
export const askToLogIn = (refusal: Failure, event: APIGatewayProxyEventV2): Answer => {
  if (isNavigation(event)) return { redirect: loginAddress(originOf(event), addressOf(event)) };
  const { referer } = event.headers;
  const page = allowedRedirect(referer, setting('H5_REDIRECT_BASES')) ?? addressOf(event);
  return { json: { ...envelope(refusal), redirect: loginAddress(originOf(event), page) } };
};

const isNavigation = ({ headers, requestContext }: APIGatewayProxyEventV2): boolean =>
  requestContext.http.method === 'GET' && (headers.accept ?? '').includes('text/html');

/** The whole address that was asked for. */
const addressOf = (event: APIGatewayProxyEventV2): string => {
  const { rawPath, rawQueryString } = event;
  return `${originOf(event)}${rawPath}${rawQueryString && `?${rawQueryString}`}`;
};
