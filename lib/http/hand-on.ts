import type { APIGatewayProxyEventV2, APIGatewayProxyStructuredResultV2 } from 'aws-lambda';
import { setting } from '../env.ts';
import { signedClient } from '../signed.ts';
import type { Route } from './addresses.ts';

/** API Gateway waits 30 seconds, whoever hands on 29. */
const TIME_LIMIT = 28_000;

/**
 * Has the function of a route answer a request that API Gateway gave to another one. It sees what it would have seen at
 * its own address, but for `rawPath`, which stays as it was sent. Asked once: nobody knows what a lost answer has done.
 * @throws Error that is busy when Lambda cannot run it now, any other when the function failed
 */
export const handOn = async (
  event: APIGatewayProxyEventV2,
  service: string,
  { name, routeKey, pathParameters }: Route,
): Promise<APIGatewayProxyStructuredResultV2> => {
  const answer = await signedClient('lambda', 0).fetch(
    `${setting('FUNCTIONS_URL')}-${service}-${name}/invocations`,
    {
      method: 'POST',
      body: JSON.stringify({
        ...event,
        routeKey,
        ...(Object.keys(pathParameters).length > 0 && { pathParameters }),
        requestContext: { ...event.requestContext, routeKey },
      }),
      signal: AbortSignal.timeout(TIME_LIMIT),
    },
  );
  if (!answer.ok) throw refusal(answer.status);
  if (answer.headers.has('x-amz-function-error')) throw new Error(`The function ${service}-${name} failed`);
  return (await answer.json()) as APIGatewayProxyStructuredResultV2;
};

const refusal = (status: number): Error =>
  Object.assign(new Error(`Lambda answered HTTP ${status}`), {
    ...(status === 429 && { name: 'ThrottlingException' }),
    $metadata: { httpStatusCode: status },
  });
