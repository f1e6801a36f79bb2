import * as z from 'zod/mini';
import { Failure } from '../failure.ts';
import { type Body, readText } from '../http/body.ts';
import type { ProblemBody } from '../http/endpoint.ts';
import { check, type Fields, type Values } from '../http/fields.ts';
import { type Dialect, openTo, type RouteHandler } from '../http/route.ts';
import { app_id } from './fields.ts';
import { appOf } from './headers.ts';
import { DEAD, LOGIN_FAILURES, type Reason } from './outcome.ts';

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
type Word = Reason | ReturnName;
type Outcome = Success | Failure<Word>;
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
    answer: (app: string, para: Values<F>) => Promise<Success | Failure<Reason>>,
  ): Interface =>
  (app, para) => {
    const { success, data } = z.object(fields).safeParse(para);
    return success ? answer(app, data as Values<F>) : new Failure('PARA_ERR');
  };

/** Makes the Lambda handler of the session server: one address for all its interfaces, each named in the body. */
export const sessionServer = (interfaces: Record<string, Interface>): RouteHandler =>
  openTo(dialect)({
    fields: { app_id, request: z.unknown() },
    outcomes: [
      'REQUEST_IS_NOT_JSON',
      'NO_INTERFACENAME_PARA',
      'NO_PARA',
      'INTERFACENAME_PARA_ERR',
      'PARA_ERR',
      ...LOGIN_FAILURES,
      ...DEAD,
    ],
    answer: ({ fields: { app_id, request } }) =>
      ask(new Map(Object.entries(interfaces)), app_id, request as Request),
  });

/** Any JSON value; undefined when the body is none. */
type Request = { interface?: { interfaceName?: unknown; para?: unknown } | null } | null | undefined;

const ask = (
  interfaces: Map<unknown, Interface>,
  app: string,
  request: Request,
): Outcome | Promise<Outcome> => {
  if (request === undefined) return new Failure('REQUEST_IS_NOT_JSON');
  const { interfaceName, para } = request?.interface ?? {};
  if (interfaceName === undefined) return new Failure('NO_INTERFACENAME_PARA');
  if (para === undefined) return new Failure('NO_PARA');
  return interfaces.get(interfaceName)?.(app, para) ?? new Failure('INTERFACENAME_PARA_ERR');
};

const parse = (text: string): Request => {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
};

const returnNameOf = (word: Word): ReturnName =>
  word in NAMES ? NAMES[word as Reason] : (word as ReturnName);

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

/** Whatever the list of return codes names is answered with HTTP 200. */
const dialect: Dialect<object, Body, Success, Word> = {
  hear: async (event) => ({
    app_id: appOf(event),
    request: parse(readText(event)),
  }),
  take: check,
  say: (outcome) => ({
    json: outcome instanceof Failure ? refusal(returnNameOf(outcome.word)) : envelope(0, outcome),
  }),
  wording: problemBody,
};
