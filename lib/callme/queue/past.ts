import { isKept, query, write } from '../../store/store.ts';
import { nowSeconds } from '../../time.ts';
import { CALLME_TABLE, pastKey, stall } from '../keys.ts';
import { listKeptTickets } from './list.ts';
import { keptUntil, type Ticket } from './ticket.ts';

/**
 * Keeps a ticket whose number was given out again, for the rest of the day after its end: nobody's any more, but `undo`
 * knows what was done last, and the operator who did what. Once more is the same.
 */
export const keepPast = async ({ user, ...ticket }: Ticket & { expiresAt?: number }): Promise<void> => {
  const { sellerId, marchSn, endedAt = ticket.calledAt ?? ticket.fetchedAt } = ticket;
  const expiresAt = ticket.endedAt === undefined ? keptUntil() : (ticket.expiresAt ?? keptUntil());
  if (expiresAt <= nowSeconds()) return;
  await write({
    put: pastKey(sellerId, endedAt, marchSn),
    item: { ...ticket, formerUser: user ?? ticket.formerUser ?? null, endedAt, expiresAt },
  });
};

/** A stall's past tickets that have ended since then (epoch milliseconds). */
export const listPast = async (sellerId: number, since: number): Promise<Ticket[]> =>
  (await query(
    {
      TableName: CALLME_TABLE,
      KeyConditionExpression: 'pk = :pk AND sk BETWEEN :since AND :end',
      ExpressionAttributeValues: { ':pk': stall(sellerId), ':since': `past#${since}`, ':end': 'past#~' },
    },
    undefined,
    isKept,
  )) as Ticket[];

/** All of a stall's tickets of the last day, open, ended and past, in the order of fetching, each with its history. */
export const listHistory = async (sellerId: number): Promise<Ticket[]> => {
  const [past, kept] = await Promise.all([listPast(sellerId, 0), listKeptTickets(sellerId)]);
  return [...past, ...kept].sort((a, b) => a.fetchedAt - b.fetchedAt);
};
