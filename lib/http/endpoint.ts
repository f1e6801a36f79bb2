import { gzipSync } from 'node:zlib';
import type { APIGatewayProxyEventV2, APIGatewayProxyStructuredResultV2, Context } from 'aws-lambda';
import { describeError, log } from '../log.ts';
import { isBusy } from '../store/busy.ts';
import { Problem, STATUS } from './problem.ts';

export type Endpoint = (
  event: APIGatewayProxyEventV2,
  context: Pick<Context, 'awsRequestId'>,
) => Promise<APIGatewayProxyStructuredResultV2>;

/**
 * What a service answers: a JSON value, a text, the bytes of a file, or another address to go to. HTTP 200, for an
 * address 302, unless it says otherwise. `cookies` are whole `Set-Cookie` values.
 */
export type Answer = { status?: number; headers?: Record<string, string>; cookies?: string[] } & Content;
type Content =
  | { json: unknown }
  | { text: string; type?: string }
  | { bytes: Uint8Array; type: string }
  | { redirect: string };

/** How a service words a problem in its envelope. `requestId` finds the log line of a defect. */
export type ProblemBody = (problem: Problem, requestId: string) => unknown;

/** The HTTP status of a problem where a service has one of its own. */
export type ProblemStatus = (problem: Problem) => number | undefined;

type Written = { type: string; body: string; isBase64Encoded?: true; encoding?: Record<string, string> };

/** Length of JSON that is compressed where the client can read it: Lambda's answers are 6 MB at most. */
const LARGE = 100_000;

/**
 * Makes a Lambda handler of a function from event to answer. Here, and nowhere else, answers become HTTP and errors
 * become answers: a Problem as its service words it, a dependency that is down as `busy`, anything else as a defect
 * that tells the client a request id and nothing more.
 */
export const endpoint =
  (
    problemBody: ProblemBody,
    answer: (event: APIGatewayProxyEventV2) => Promise<Answer>,
    problemStatus?: ProblemStatus,
  ): Endpoint =>
  async (event, { awsRequestId }) => {
    try {
      return respond(await answer(event), event);
    } catch (error) {
      const problem = toProblem(error, awsRequestId);
      const status = problemStatus?.(problem) ?? STATUS[problem.kind];
      return respond({ status, json: problemBody(problem, awsRequestId) }, event);
    }
  };

const toProblem = (error: unknown, requestId: string): Problem => {
  if (error instanceof Problem) return error;
  const kind = isBusy(error) ? 'busy' : 'defect';
  log('error', kind, { requestId, ...describeError(error) });
  return new Problem(kind);
};

const respond = (
  { status, headers, cookies, ...content }: Answer,
  event: APIGatewayProxyEventV2,
): APIGatewayProxyStructuredResultV2 => {
  const { type, body, isBase64Encoded = false, encoding } = written(content, event);
  const isElsewhere = 'redirect' in content;
  return {
    statusCode: status ?? (isElsewhere ? 302 : 200),
    headers: {
      'content-type': type,
      'cache-control': 'no-store',
      'x-content-type-options': 'nosniff',
      ...encoding,
      ...(isElsewhere && { location: content.redirect }),
      ...headers,
    },
    ...(cookies && { cookies }),
    isBase64Encoded,
    body,
  };
};

const written = (content: Content, event: APIGatewayProxyEventV2): Written => {
  if ('json' in content) return compressed(JSON.stringify(content.json), event);
  if ('bytes' in content)
    return {
      type: content.type,
      body: Buffer.from(content.bytes).toString('base64'),
      isBase64Encoded: true,
    };
  return 'text' in content
    ? { type: content.type ?? 'text/plain; charset=utf-8', body: content.text }
    : { type: 'text/plain; charset=utf-8', body: '' };
};

const compressed = (body: string, event: APIGatewayProxyEventV2): Written => {
  const type = 'application/json; charset=utf-8';
  if (body.length < LARGE) return { type, body };
  const vary = 'accept-encoding';
  if (!takesGzip(event)) return { type, body, encoding: { vary } };
  return {
    type,
    // The lowest level takes half the time of the usual one, for a result a fifth longer.
    body: gzipSync(body, { level: 1 }).toString('base64'),
    isBase64Encoded: true,
    encoding: { vary, 'content-encoding': 'gzip' },
  };
};

const takesGzip = ({ headers }: APIGatewayProxyEventV2): boolean =>
  (headers['accept-encoding'] ?? '')
    .split(',')
    .some((coding) => /^\s*gzip\s*(;\s*q=(1(\.0*)?|0?\.\d*[1-9]\d*))?\s*$/i.test(coding));
