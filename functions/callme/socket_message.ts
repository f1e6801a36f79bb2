import { reply } from '../../lib/callme/conversation.ts';
import { decode, encode } from '../../lib/callme/frame.ts';
import { socket } from '../../lib/http/socket.ts';

/** $default: whatever a client says through its WebSocket, in either framing, answered in kind. */
export const handler = socket(async ({ connectionId, text }) => {
  const { message, framing } = decode(text);
  return encode(await reply(connectionId, message, framing), framing);
});
