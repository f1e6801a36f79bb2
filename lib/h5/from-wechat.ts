import type { APIGatewayProxyEventV2 } from 'aws-lambda';
import { isSame } from '../hash.ts';
import { type Answer, type Endpoint, endpoint } from '../http/endpoint.ts';
import { findApp } from '../wechat/apps.ts';
import { pushSignature } from '../wechat/signature.ts';
import { APP } from './visitor.ts';
import { wording } from './wording.ts';

/** Makes the Lambda handler of what only WeChat's server may ask: it proves by a signature that it knows the token. */
export const fromWechat = (answer: (event: APIGatewayProxyEventV2) => Promise<Answer>): Endpoint =>
  endpoint(wording, async (event) => {
    const isSigned = await isSignedByWechat(event.queryStringParameters ?? {});
    return isSigned ? answer(event) : { status: 403, text: '签名不正确' };
  });

const isSignedByWechat = async (query: Record<string, string | undefined>): Promise<boolean> => {
  const { signature = '', timestamp, nonce } = query;
  const token = (await findApp(APP))?.pushToken;
  if (!token || !timestamp || !nonce) return false;
  return isSame(signature, pushSignature(token, timestamp, nonce));
};
