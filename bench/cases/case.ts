import type { APIGatewayProxyEventV2 } from 'aws-lambda';
import type { QueryName } from '../../lib/callme/names.ts';
import type { Endpoint } from '../../lib/http/endpoint.ts';
import { apiEvent } from '../../tests/support/api.ts';
import type { Budget } from '../budget.ts';

/** A request that is measured again and again. */
export type Case = {
  name: string;
  what: string;
  budget: Budget;
  handler: Endpoint;
  /** Makes the request, and what it needs to find. Not measured, as `clean` is not. */
  prepare: () => Promise<APIGatewayProxyEventV2>;
  /** Whether the answer is the one that this case is about. */
  isExpected: (answer: Answer) => boolean;
  clean?: ((answer: Answer) => Promise<unknown>) | undefined;
};

/** The answer's body, and its HTTP status. */
export type Answer = Record<string, unknown> & { status: number };
export type Fields = Record<string, unknown>;

/** What a query is asked with, and what becomes of it: success unless `failMsg` names a failure. */
type Request = {
  fields: Fields | (() => Fields | Promise<Fields>);
  failMsg?: string;
  clean?: (answer: Answer) => Promise<unknown>;
  /** The address, where it is not the query's own. */
  path?: string;
};

/** A case of a query, asked in JSON. */
export const queryCase = async (
  query: QueryName,
  what: string,
  budget: Budget,
  { fields, failMsg, clean, path = `/callme/${query}` }: Request,
): Promise<Case> => {
  const file = path === '/' ? 'root' : query;
  const { handler } = (await import(`../../functions/callme/${file}.ts`)) as { handler: Endpoint };
  return {
    name: query,
    what,
    budget,
    handler,
    prepare: async () => {
      const given = typeof fields === 'function' ? await fields() : fields;
      return apiEvent({ path, body: JSON.stringify({ query, ...given }) });
    },
    isExpected: (answer) =>
      failMsg ? answer.failMsg === failMsg : answer[`${query}Success`] === 'success' && answer.status === 200,
    clean,
  };
};
