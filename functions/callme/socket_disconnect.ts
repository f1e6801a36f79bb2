import { forgetConnection } from '../../lib/callme/watches.ts';
import { socket } from '../../lib/http/socket.ts';

/** $disconnect: a WebSocket has closed, and what it watched is forgotten. */
export const handler = socket(async ({ connectionId }) => forgetConnection(connectionId));
