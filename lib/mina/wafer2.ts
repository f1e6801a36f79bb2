import type { APIGatewayProxyEventV2 } from 'aws-lambda';
import { inChinese } from '../http/chinese.ts';
import { type Answer, type Endpoint, endpoint, type ProblemBody } from '../http/endpoint.ts';
import { Failure, isDead, messageOf, type Reason } from './outcome.ts';

/** WeChat's "system error", which is also the SDK's sign of a dead session. */
const DEAD = -1;
const FAILED = 1;

/** Makes the Lambda handler of a route of wafer2-client-sdk: `{code: 0, data}` or `{code, error, message}` out. */
export const wafer2 = (answer: (event: APIGatewayProxyEventV2) => Promise<object | Failure>): Endpoint =>
  endpoint(problemBody, async (event) => {
    const outcome = await answer(event);
    return outcome instanceof Failure ? refused(outcome) : { json: { code: 0, data: outcome } };
  });

/** Code -1 and HTTP 401 have the SDK log in again and repeat its request: they are for a dead session alone. */
const refused = (failure: Failure): Answer => {
  const { reason, errcode = FAILED } = failure;
  const said = { error: errorOf(reason), message: messageOf(failure) };
  if (isDead(failure)) return { status: 401, json: { code: DEAD, ...said } };
  return { json: { code: errcode === DEAD ? FAILED : errcode, ...said } };
};

/** The words of wafer2's server SDK; of the dead session that of the client SDK, which exports it. */
const errorOf = (reason: Reason): string => {
  switch (reason) {
    case 'unknown app':
    case 'bad code':
    case 'WeChat refused':
    case 'WeChat unreachable':
      return 'ERR_GET_SESSION_KEY';
    case 'not decrypted':
    case 'foreign watermark':
    case 'user info too large':
      return 'ERR_IN_DECRYPT_DATA';
    default:
      return 'ERR_SESSION_INVALID';
  }
};

const problemBody: ProblemBody = (problem, requestId) => ({
  code: FAILED,
  error: problem.kind === 'invalid field' ? 'ERR_INVALID_PARAMS' : 'ERR_SERVER',
  message: inChinese(problem, requestId),
});
