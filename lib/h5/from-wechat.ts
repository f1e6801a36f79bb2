import type { APIGatewayProxyEventV2 } from 'aws-lambda';
import { isSame } from '../hash.ts';
import { type Answer, type Endpoint, endpoint } from '../http/endpoint.ts';
import { type App, findApp } from '../wechat/apps.ts';
import { pushSignature } from '../wechat/signature.ts';
import { APP } from './visitor.ts';
import { wording } from './wording.ts';

export type Query = Record<string, string | undefined>;

/**
 * Makes the Lambda handler of what only WeChat's server may ask: it proves by a signature that it knows the token.
 * @param open reads a request; undefined when it proves nothing
 */
export const fromWechat = <T>(
  open: (event: APIGatewayProxyEventV2, account: App) => T | undefined,
  answer: (opened: T) => Answer | Promise<Answer>,
): Endpoint =>
  endpoint(wording, async (event) => {
    const account = await findApp(APP);
    const opened = account && open(event, account);
    return opened ? answer(opened) : { status: 403, text: '签名不正确' };
  });

/** The query of a request whose `signature` is right. */
export const signedQuery = (event: APIGatewayProxyEventV2, account: App): Query | undefined => {
  const query = event.queryStringParameters ?? {};
  return isSigned(account, query, query.signature) ? query : undefined;
};

/**
 * Whether a signature is the account's.
 * @param more what it signs beside timestamp and nonce
 */
export const isSigned = (
  { pushToken }: App,
  { timestamp, nonce }: Query,
  signature: string | undefined,
  ...more: string[]
): boolean => {
  if (!pushToken || !timestamp || !nonce) return false;
  return isSame(signature ?? '', pushSignature(pushToken, timestamp, nonce, ...more));
};
