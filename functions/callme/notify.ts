import { perStall } from '../../lib/callme/consumer.ts';
import { notify } from '../../lib/callme/notify.ts';

/** The table's stream: every change of a ticket, for those who watch, and for the day's numbers. */
export const handler = perStall('changes could not be told', notify);
