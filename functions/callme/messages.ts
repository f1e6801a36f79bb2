import { perStall } from '../../lib/callme/consumer.ts';
import { sendMessages } from '../../lib/callme/sending.ts';

/** The table's stream, as far as WeChat messages hang on it: calls of tickets whose eater asked for one. */
export const handler = perStall('messages could not be sent', (changes) => sendMessages(changes));
