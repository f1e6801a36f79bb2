import { introduce } from '../../lib/callme/conversation.ts';
import { socket } from '../../lib/http/socket.ts';

/** $connect: a WebSocket opens, with `?sessionKey=`, with a hall display's `?key=`, or to log in by its first message. */
export const handler = socket(async ({ connectionId, query }) => {
  await introduce(connectionId, query);
});
