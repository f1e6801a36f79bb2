import { setting } from '../env.ts';
import { type Picture, sniff } from '../picture.ts';
import { WechatError } from './errors.ts';
import { Agent, errors, request, setGlobalDispatcher } from './undici.ts';

/** One call of WeChat's HTTP interface. */
export type Call = {
  path: string;
  query: Record<string, string>;
  /** Sent as JSON by POST; without it the call is a GET. */
  body?: unknown;
  /** Whether WeChat may safely be asked twice. A login code may be used up by a try that failed: never repeat one. */
  repeatable: boolean;
  /** Milliseconds to wait for the answer, where nobody waits for ours: 3 s otherwise. */
  timeLimit?: number;
};

const TIME_LIMIT = 3_000;
const TRIES = 2;

setGlobalDispatcher(new Agent({ connect: { timeout: 1_000 } }));

/** Failures that happen before anything was sent: a repetition is safe whatever the call. */
const UNSENT = new Set(['ECONNREFUSED', 'ENOTFOUND', 'EAI_AGAIN', 'UND_ERR_CONNECT_TIMEOUT']);

/**
 * Calls WeChat and returns its JSON answer.
 * @throws WechatError when WeChat refuses (with its `errcode`) or cannot be asked (without)
 */
export const callWechat = async (call: Call): Promise<Record<string, unknown>> => {
  const bytes = await ask(call);
  const answer = parse(bytes);
  if (!answer) throw new WechatError(call.path, `answered no JSON, ${bytes.length} bytes`);
  return refuseErrors(call.path, answer);
};

/**
 * Calls WeChat for a picture. WeChat's content type says nothing reliable: the first bytes decide.
 * @throws WechatError like `callWechat`
 */
export const callWechatForImage = async (call: Call): Promise<Picture> => {
  const bytes = await ask(call);
  const picture = sniff(bytes);
  if (picture) return picture;
  const answer = parse(bytes);
  if (answer) refuseErrors(call.path, answer);
  throw new WechatError(call.path, `answered no picture, ${bytes.length} bytes`);
};

const ask = async (call: Call): Promise<Buffer> => {
  for (let attempt = 1; ; attempt += 1) {
    try {
      return await askOnce(call);
    } catch (error) {
      const isUnsent = UNSENT.has((error as { code?: string }).code ?? '');
      if (!(call.repeatable || isUnsent) || attempt === TRIES) {
        throw error instanceof WechatError
          ? error
          : new WechatError(call.path, describe(error, call), { isUnsent, cause: error });
      }
    }
  }
};

const askOnce = async ({ path, query, body, repeatable, timeLimit = TIME_LIMIT }: Call): Promise<Buffer> => {
  // A wrong address is quoted in the error about it: the query, which carries secrets, is added afterwards.
  const url = new URL(`${setting('WECHAT_API_BASE_URL').replace(/\/$/, '')}${path}`);
  url.search = new URLSearchParams(query).toString();
  const answer = await request(url, {
    signal: AbortSignal.timeout(timeLimit),
    // A container that slept finds its kept connections dead: what must not be repeated gets one of its own.
    reset: !repeatable,
    ...(body !== undefined && {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(body),
    }),
  });
  const bytes = Buffer.from(await answer.body.arrayBuffer());
  if (answer.statusCode >= 500) throw new WechatError(path, `answered HTTP ${answer.statusCode}`);
  return bytes;
};

/** Control characters, which JSON has escaped, and the byte order mark. */
const UNESCAPED = /[\p{Cc}\ufeff]/gu;

/** Reads JSON whatever the headers call it. WeChat writes what a nickname has, control characters too, as it is. */
const parse = (bytes: Buffer): Record<string, unknown> | undefined => {
  try {
    const value: unknown = JSON.parse(bytes.toString('utf8').replaceAll(UNESCAPED, ' ').trim());
    return typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : undefined;
  } catch {
    return undefined;
  }
};

/** WeChat says what went wrong in the body, with HTTP 200, and its errcode is now a number, now a string. */
const refuseErrors = (path: string, answer: Record<string, unknown>): Record<string, unknown> => {
  const errcode = Number(answer.errcode ?? 0);
  if (errcode !== 0) throw new WechatError(path, `${errcode} ${answer.errmsg ?? ''}`, { errcode });
  return answer;
};

/** The cause without the address: its query carries secrets. */
const describe = (error: unknown, { timeLimit = TIME_LIMIT }: Call): string => {
  if (error instanceof DOMException && error.name === 'TimeoutError')
    return `no answer within ${timeLimit} ms`;
  if (error instanceof errors.UndiciError) return error.code;
  return (error as { code?: string }).code ?? 'could not be reached';
};
