import type { APIGatewayProxyEventV2, APIGatewayProxyStructuredResultV2, Context } from 'aws-lambda';
import { describeError, log } from '../log.ts';
import { isBusy } from '../store/busy.ts';
import { Problem, STATUS } from './problem.ts';

export type Endpoint = (
  event: APIGatewayProxyEventV2,
  context: Pick<Context, 'awsRequestId'>,
) => Promise<APIGatewayProxyStructuredResultV2>;

/** What a service answers: a JSON value, or the bytes of a file. HTTP 200 unless it says otherwise. */
export type Answer = { status?: number; headers?: Record<string, string> } & (
  | { json: unknown }
  | { bytes: Uint8Array; type: string }
);

/** How a service words a problem in its envelope. `requestId` finds the log line of a defect. */
export type ProblemBody = (problem: Problem, requestId: string) => unknown;

/**
 * Makes a Lambda handler of a function from event to answer. Here, and nowhere else, answers become HTTP and errors
 * become answers: a Problem as its service words it, a dependency that is down as `busy`, anything else as a defect
 * that tells the client a request id and nothing more.
 */
export const endpoint =
  (problemBody: ProblemBody, answer: (event: APIGatewayProxyEventV2) => Promise<Answer>): Endpoint =>
  async (event, { awsRequestId }) => {
    try {
      return respond(await answer(event));
    } catch (error) {
      const problem = toProblem(error, awsRequestId);
      return respond({ status: STATUS[problem.kind], json: problemBody(problem, awsRequestId) });
    }
  };

const toProblem = (error: unknown, requestId: string): Problem => {
  if (error instanceof Problem) return error;
  const kind = isBusy(error) ? 'busy' : 'defect';
  log('error', kind, { requestId, ...describeError(error) });
  return new Problem(kind);
};

const respond = (answer: Answer): APIGatewayProxyStructuredResultV2 => {
  const isJson = 'json' in answer;
  return {
    statusCode: answer.status ?? 200,
    headers: {
      'content-type': isJson ? 'application/json; charset=utf-8' : answer.type,
      'cache-control': 'no-store',
      'x-content-type-options': 'nosniff',
      ...answer.headers,
    },
    isBase64Encoded: !isJson,
    body: isJson ? JSON.stringify(answer.json) : Buffer.from(answer.bytes).toString('base64'),
  };
};
