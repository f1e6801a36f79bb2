import { gunzipSync } from 'node:zlib';
import type {
  APIGatewayProxyEventV2,
  APIGatewayProxyStructuredResultV2,
  DynamoDBBatchResponse,
} from 'aws-lambda';
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
/** The answer's body, as `text` if it is another text than JSON, and its HTTP status. */
export type Answer = Record<string, unknown> & { statusCode: number };
export type Fields = Record<string, unknown>;

/** A value, or what makes it anew for every run. */
export type Given<T> = T | (() => T | Promise<T>);

/** What a route is asked. */
export type Request = Parameters<typeof apiEvent>[0];

/** What a route is asked, and what becomes of it. */
export type Exchange = {
  request: Given<Request>;
  /** Values of the answer's body, and `statusCode` where it is not 200; or a check of its own. */
  expected: Fields | ((answer: Answer) => boolean);
  /** How the case is called, where not as its function is. */
  name?: string;
  clean?: ((answer: Answer) => Promise<unknown>) | undefined;
  every?: number;
};

/**
 * A case of a route.
 * @param file which function answers it: `mina/auth`
 */
export const routeCase = async (
  file: string,
  what: string,
  budget: Budget,
  { request, expected, name = file.replace('/', '-'), clean, every = 1 }: Exchange,
): Promise<Case> => {
  const handler = await handlerOf(file);
  return {
    name,
    what,
    budget,
    prepare: async () => asking(handler, apiEvent(await given(request))),
    isExpected: typeof expected === 'function' ? expected : (answer) => says(answer, expected),
    clean,
    every,
  };
};

/**
 * Has a function do what a case needs to find.
 * @param file which one: `rental/try_to_rent`
 */
export const ask = async (file: string, request: Request): Promise<Answer> =>
  toAnswer(await asking(await handlerOf(file), apiEvent(request))());

/** The value that this run takes. */
export const given = async <T extends object>(one: Given<T>): Promise<T> =>
  typeof one === 'function' ? one() : one;

/** Whether an answer has these values, and HTTP status 200 unless they name another. */
export const says = (answer: Answer, expected: Fields): boolean =>
  Object.entries({ statusCode: 200, ...expected }).every(([name, value]) => answer[name] === value);

/** Reads what a handler returned. */
export const toAnswer = (result: Result): Answer => {
  if ('batchItemFailures' in result) return { ...result, statusCode: 200 };
  return { ...contentOf(result), statusCode: result.statusCode ?? 0 };
};

/** The handler of a function, `callme/hungry`. */
export const handlerOf = async (file: string): Promise<Endpoint> =>
  ((await import(`../../functions/${file}.ts`)) as { handler: Endpoint }).handler;

/** A call of an endpoint, yet to be made. */
const asking = (handler: Endpoint, event: APIGatewayProxyEventV2) => () =>
  handler(event, { awsRequestId: 'bench' });

/** What a body says; of a file nothing. */
const contentOf = ({ body = '', isBase64Encoded, headers }: APIGatewayProxyStructuredResultV2): Fields => {
  if (headers?.['content-encoding'] === 'gzip')
    return JSON.parse(`${gunzipSync(Buffer.from(body, 'base64'))}`) as Fields;
  if (body === '' || isBase64Encoded) return {};
  return body.startsWith('{') ? (JSON.parse(body) as Fields) : { text: body };
};
