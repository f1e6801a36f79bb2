import type {
  APIGatewayProxyEventV2,
  APIGatewayProxyStructuredResultV2,
  DynamoDBBatchResponse,
} from 'aws-lambda';
import type { QueryName } from '../../lib/callme/names.ts';
import type { Endpoint } from '../../lib/http/endpoint.ts';
import { apiEvent } from '../../tests/support/api.ts';
import type { Budget } from '../budget.ts';

/** A request, or another event, that is measured again and again. */
export type Case = {
  name: string;
  what: string;
  budget: Budget;
  /** Makes the event, and what it needs to find; returns what is measured. Not measured itself, as `clean` is not. */
  prepare: () => Promise<() => Promise<Result>>;
  /** Whether the answer is the one that this case is about. */
  isExpected: (answer: Answer) => boolean;
  clean?: ((answer: Answer) => Promise<unknown>) | undefined;
  /** One that takes long runs in every so many rounds only. */
  every?: number;
};

/** What a handler returns: to API Gateway, or to a stream. */
type Result = APIGatewayProxyStructuredResultV2 | DynamoDBBatchResponse;
/** The answer's body, if it is JSON, and its HTTP status. */
export type Answer = Record<string, unknown> & { status: number };
export type Fields = Record<string, unknown>;

/** What a query is asked with, and what becomes of it: success unless `failMsg` names a failure. */
type Request = {
  fields: Fields | (() => Fields | Promise<Fields>);
  failMsg?: string;
  clean?: (answer: Answer) => Promise<unknown>;
  /** The address, where it is not the query's own. */
  path?: string;
  every?: number;
};

/** A case of a query, asked in JSON. */
export const queryCase = async (
  query: QueryName,
  what: string,
  budget: Budget,
  { fields, failMsg, clean, path = `/callme/${query}`, every = 1 }: Request,
): Promise<Case> => {
  const file = path === '/' ? 'root' : query;
  const { handler } = (await import(`../../functions/callme/${file}.ts`)) as { handler: Endpoint };
  return {
    name: query,
    what,
    budget,
    prepare: async () => {
      const given = typeof fields === 'function' ? await fields() : fields;
      return asking(handler, apiEvent({ path, body: JSON.stringify({ query, ...given }) }));
    },
    isExpected: (answer) =>
      failMsg ? answer.failMsg === failMsg : answer[`${query}Success`] === 'success' && answer.status === 200,
    clean,
    every,
  };
};

/** A call of an endpoint, yet to be made. */
export const asking = (handler: Endpoint, event: APIGatewayProxyEventV2) => () =>
  handler(event, { awsRequestId: 'bench' });

/** Reads what a handler returned. */
export const toAnswer = (result: Result): Answer => {
  if ('batchItemFailures' in result) return { ...result, status: 200 };
  const { statusCode = 0, body, isBase64Encoded } = result;
  return { ...(body && !isBase64Encoded && JSON.parse(body)), status: statusCode };
};
