import {
  ApiGatewayManagementApiClient,
  GoneException,
  PostToConnectionCommand,
} from '@aws-sdk/client-apigatewaymanagementapi';
import { setting } from './env.ts';

const client = new ApiGatewayManagementApiClient({
  endpoint: setting('WEBSOCKET_ENDPOINT'),
  maxAttempts: 2,
  requestHandler: { requestTimeout: 4_000, throwOnRequestTimeout: true },
});

/** Sends a text through a client's WebSocket; `gone` when nobody is at its other end any more. */
export const post = async (connectionId: string, text: string): Promise<'sent' | 'gone'> => {
  try {
    await client.send(new PostToConnectionCommand({ ConnectionId: connectionId, Data: Buffer.from(text) }));
    return 'sent';
  } catch (error) {
    if (error instanceof GoneException) return 'gone';
    throw error;
  }
};
