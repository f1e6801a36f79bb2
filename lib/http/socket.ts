import type { APIGatewayProxyStructuredResultV2, APIGatewayProxyWebsocketEventV2 } from 'aws-lambda';
import { describeError, log } from '../log.ts';

/** What happens on a WebSocket: it opens with a query string, says a text, or closes. */
export type SocketEvent = { connectionId: string; query: Record<string, unknown>; text: string };

export type SocketHandler = (
  event: APIGatewayProxyWebsocketEventV2 & { queryStringParameters?: Record<string, string | undefined> },
) => Promise<APIGatewayProxyStructuredResultV2>;

/** Makes the Lambda handler of a WebSocket route. A text that it returns goes back through the socket. */
export const socket =
  (happen: (event: SocketEvent) => Promise<unknown>): SocketHandler =>
  async ({ requestContext, queryStringParameters, body, isBase64Encoded }) => {
    const text = Buffer.from(body ?? '', isBase64Encoded ? 'base64' : 'utf8').toString('utf8');
    try {
      const answer = await happen({
        connectionId: requestContext.connectionId,
        query: queryStringParameters ?? {},
        text,
      });
      return { statusCode: 200, ...(typeof answer === 'string' && { body: answer }) };
    } catch (error) {
      log('error', 'a WebSocket event failed', { route: requestContext.routeKey, ...describeError(error) });
      return { statusCode: 500, body: JSON.stringify({ push: 'error', msg: 'server error' }) };
    }
  };
