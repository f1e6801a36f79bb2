import * as z from 'zod/mini';
import { seller } from '../../lib/callme/callers.ts';
import { marchSn } from '../../lib/callme/fields.ts';
import { fail } from '../../lib/callme/outcome.ts';
import { query } from '../../lib/callme/query.ts';
import { listTickets, type Ticket } from '../../lib/callme/queue.ts';

/** Q06: a seller looks at the open tickets, with and without a note, and at one ticket's note if asked. */
export const handler = query('note', {
  who: seller(),
  fields: { marchSn: z.optional(marchSn) },
  outcomes: ['Invalid Sn Error'],
  answer: async ({ caller, fields }) => {
    const { sellerId } = caller.role.seller;
    const tickets = await listTickets(sellerId, ['marchSn', 'noteContent']);
    const asked = tickets.find(({ marchSn }) => marchSn === fields.marchSn);
    if (fields.marchSn !== undefined && !asked) return fail('Invalid Sn Error');

    const orderList = {
      notedList: tickets.filter(isNoted).map(order),
      unnotedList: tickets.filter((ticket) => !isNoted(ticket)).map(order),
    };
    return { sellerId, orderList, ...(asked && { noteContent: order(asked).noteContent }) };
  },
});

type Order = Pick<Ticket, 'marchSn' | 'noteContent'>;

const isNoted = ({ noteContent }: Order): boolean => noteContent !== undefined;

const order = ({ marchSn, noteContent }: Order) => ({ marchSn, noteContent: noteContent ?? null });
