import type { APIGatewayProxyEventV2 } from 'aws-lambda';
import { inChinese } from '../http/chinese.ts';
import { type Endpoint, endpoint } from '../http/endpoint.ts';
import { Failure, isDead, messageOf } from './outcome.ts';

/** Marks what the SDK itself is meant to read: a session, or why there is none. */
const MAGIC_ID = 'F2C224D4-2BCE-4C64-AF9F-A6D872000D1A';

type Refusal = 'ERR_LOGIN_FAILED' | 'ERR_CHECK_LOGIN_FAILED';

/** The answer that hands a session to the SDK. */
export const sessionFor = (id: string, skey: string): object => ({ [MAGIC_ID]: 1, session: { id, skey } });

/**
 * Makes the Lambda handler of a route of wafer-client-sdk, wafer's first version.
 * @param refusal what the SDK is told went wrong, unless its session is dead: then it logs in again by itself
 */
export const wafer = (
  refusal: Refusal,
  answer: (event: APIGatewayProxyEventV2) => Promise<object | Failure>,
): Endpoint =>
  endpoint(
    (problem, requestId) => refused(refusal, inChinese(problem, requestId)),
    async (event) => {
      const outcome = await answer(event);
      if (!(outcome instanceof Failure)) return { json: outcome };
      return { json: refused(isDead(outcome) ? 'ERR_INVALID_SESSION' : refusal, messageOf(outcome)) };
    },
  );

const refused = (error: Refusal | 'ERR_INVALID_SESSION', message: string) => ({
  [MAGIC_ID]: 1,
  error,
  message,
});
