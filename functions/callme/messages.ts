import { toChanges } from '../../lib/callme/changes.ts';
import { perStall } from '../../lib/callme/consumer.ts';
import { sendMessages } from '../../lib/callme/sending.ts';

/** The table's stream, as far as WeChat messages hang on it: calls, and whatever else moves a queue on. */
export const handler = perStall('messages could not be sent', (records) =>
  sendMessages(records.flatMap(toChanges)),
);
