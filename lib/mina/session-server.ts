import * as z from 'zod/mini';
import { readText } from '../http/body.ts';
import { type Endpoint, endpoint, type ProblemBody } from '../http/endpoint.ts';
import type { Fields, Values } from '../http/fields.ts';
import { appOf } from './headers.ts';
import { Failure, type Reason } from './outcome.ts';

/** The session server's return codes that there is still a reason for, by its own names. */
export const RETURN_CODES = {
  MYSQL_ERR: 1001,
  NO_INTERFACENAME_PARA: 1002,
  PARA_ERR: 1003,
  WEIXIN_NET_ERR: 1005,
  CHANGE_SESSION_ERR: 1006,
  REQUEST_IS_NOT_JSON: 1009,
  INTERFACENAME_PARA_ERR: 1010,
  NO_PARA: 1011,
  NO_APPID: 1012,
  WEIXIN_CODE_ERR: 40029,
  AUTH_FAIL: 60012,
  DECRYPT_FAIL: 60021,
} as const;

type ReturnName = keyof typeof RETURN_CODES;
type Success = { returnMessage: string; returnData: unknown };
type Outcome = Success | Failure | ReturnName;
type Interface = (app: string, para: unknown) => Outcome | Promise<Outcome>;

const NAMES: Record<Reason, ReturnName> = {
  'unknown app': 'NO_APPID',
  'bad code': 'WEIXIN_CODE_ERR',
  'WeChat refused': 'WEIXIN_CODE_ERR',
  'WeChat unreachable': 'WEIXIN_NET_ERR',
  'not decrypted': 'DECRYPT_FAIL',
  'foreign watermark': 'DECRYPT_FAIL',
  'user info too large': 'CHANGE_SESSION_ERR',
  'unknown session': 'AUTH_FAIL',
  'wrong skey': 'AUTH_FAIL',
  'login expired': 'AUTH_FAIL',
  'session expired': 'AUTH_FAIL',
};

/** Defines one interface of the session server: what `para` must hold, and what is answered. */
export const defineInterface =
  <F extends Fields>(
    fields: F,
    answer: (app: string, para: Values<F>) => Promise<Success | Failure>,
  ): Interface =>
  (app, para) => {
    const { success, data } = z.object(fields).safeParse(para);
    return success ? answer(app, data as Values<F>) : 'PARA_ERR';
  };

/**
 * Makes the Lambda handler of the session server: one address for all its interfaces, each named in the body.
 * Whatever its list of return codes names is answered with HTTP 200.
 */
export const sessionServer = (interfaces: Record<string, Interface>): Endpoint =>
  endpoint(problemBody, async (event) => {
    const outcome = await ask(new Map(Object.entries(interfaces)), appOf(event), readText(event));
    if (typeof outcome === 'string') return { json: refusal(outcome) };
    return { json: outcome instanceof Failure ? refusal(NAMES[outcome.reason]) : envelope(0, outcome) };
  });

const ask = (interfaces: Map<unknown, Interface>, app: string, text: string): Outcome | Promise<Outcome> => {
  const request = parse(text);
  if (request === undefined) return 'REQUEST_IS_NOT_JSON';
  const { interfaceName, para } = request?.interface ?? {};
  if (interfaceName === undefined) return 'NO_INTERFACENAME_PARA';
  if (para === undefined) return 'NO_PARA';
  return interfaces.get(interfaceName)?.(app, para) ?? 'INTERFACENAME_PARA_ERR';
};

/** Any JSON value; undefined when the text is none. */
const parse = (
  text: string,
): { interface?: { interfaceName?: unknown; para?: unknown } | null } | null | undefined => {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
};

const refusal = (name: ReturnName, more = '') =>
  envelope(RETURN_CODES[name], { returnMessage: `${name}${more}`, returnData: '' });

const envelope = (returnCode: number, { returnMessage, returnData }: Success) => ({
  returnCode,
  returnMessage,
  returnData,
  version: 1,
  componentName: 'MA',
});

/** The list has one code for all that fails on the server's side. */
const problemBody: ProblemBody = ({ kind }, requestId) => {
  if (kind === 'broken body') return refusal('REQUEST_IS_NOT_JSON');
  if (kind === 'invalid field' || kind === 'body too large') return refusal('PARA_ERR');
  return refusal('MYSQL_ERR', kind === 'defect' ? ` (${requestId})` : '');
};
