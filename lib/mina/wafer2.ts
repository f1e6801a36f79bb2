import type { Body } from '../http/body.ts';
import { inChinese } from '../http/chinese.ts';
import type { Answer, ProblemBody } from '../http/endpoint.ts';
import { check } from '../http/fields.ts';
import { type Dialect, openTo } from '../http/route.ts';
import { readHeaders } from './headers.ts';
import { errcodeOf, Failure, isDead, messageOf, type Reason } from './outcome.ts';

/** WeChat's "system error", which is also the SDK's sign of a dead session. */
const SYSTEM_ERROR = -1;
const FAILED = 1;

/** Code -1 and HTTP 401 have the SDK log in again and repeat its request: they are for a dead session alone. */
const refused = (failure: Failure): Answer => {
  const errcode = errcodeOf(failure) ?? FAILED;
  const said = { error: errorOf(failure.word), message: messageOf(failure) };
  if (isDead(failure)) return { status: 401, json: { code: SYSTEM_ERROR, ...said } };
  return { json: { code: errcode === SYSTEM_ERROR ? FAILED : errcode, ...said } };
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

/** wafer2-client-sdk: headers in, `{code: 0, data}` or `{code, error, message}` out. */
const dialect: Dialect<object, Body, object, Reason> = {
  hear: async (event) => readHeaders(event),
  take: check,
  say: (outcome) => (outcome instanceof Failure ? refused(outcome) : { json: { code: 0, data: outcome } }),
  wording: problemBody,
};

/** Makes the Lambda handler of a route of wafer2-client-sdk. */
export const wafer2 = openTo(dialect);
