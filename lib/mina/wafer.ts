import type { Body } from '../http/body.ts';
import { inChinese } from '../http/chinese.ts';
import { check } from '../http/fields.ts';
import { type Dialect, openTo } from '../http/route.ts';
import { readHeaders } from './headers.ts';
import { Failure, isDead, messageOf, type Reason } from './outcome.ts';

/** Marks what the SDK itself is meant to read: a session, or why there is none. */
const MAGIC_ID = 'F2C224D4-2BCE-4C64-AF9F-A6D872000D1A';

type Refusal = 'ERR_LOGIN_FAILED' | 'ERR_CHECK_LOGIN_FAILED';

/** The answer that hands a session to the SDK. */
export const sessionFor = (id: string, skey: string): object => ({ [MAGIC_ID]: 1, session: { id, skey } });

/** wafer-client-sdk, wafer's first version: headers in; the user, a session or the magic id with an error out. */
const dialect = (refusal: Refusal): Dialect<object, Body, object, Reason> => ({
  hear: async (event) => readHeaders(event),
  take: check,
  say: (outcome) => ({
    json:
      outcome instanceof Failure
        ? refused(isDead(outcome) ? 'ERR_INVALID_SESSION' : refusal, messageOf(outcome))
        : outcome,
  }),
  wording: (problem, requestId) => refused(refusal, inChinese(problem, requestId)),
});

/**
 * Makes the Lambda handler of a route of wafer-client-sdk.
 * @param refusal what the SDK is told went wrong, unless its session is dead: then it logs in again by itself
 */
export const wafer = (refusal: Refusal) => openTo(dialect(refusal));

const refused = (error: Refusal | 'ERR_INVALID_SESSION', message: string) => ({
  [MAGIC_ID]: 1,
  error,
  message,
});
