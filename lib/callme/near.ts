import { read } from '../store/store.ts';
import { findApp } from '../wechat/apps.ts';
import { EATER_APP } from './callers.ts';
import { type Change, isEnd, ticketOf } from './changes.ts';
import { messageKey, sellerKey } from './keys.ts';
import { hasAsked, type Message, NEAR } from './messages.ts';
import { listTickets, waitingOf } from './queue.ts';
import { toSeller } from './sellers.ts';
import { settingsOf } from './settings.ts';

/**
 * The messages to those who are nearly called, once something has moved a stall's queue on: whoever asked for messages,
 * has no more before them than the stall says, and was not told yet. It is the queue of now that counts, so that one who
 * moves on by several at once is told once, and one who is called already not at all.
 * @param changes of one stall
 */
export const nearMessages = async (changes: Change[]): Promise<Message[]> => {
  const moved = changes.filter(isMove);
  const last = moved.at(-1);
  // Without a template nothing is looked up.
  if (!last || !(await findApp(EATER_APP))?.nearTemplate) return [];
  const { sellerId } = ticketOf(last);
  const [tickets, [item]] = await Promise.all([listTickets(sellerId), read([sellerKey(sellerId)])]);
  const { remindAhead } = settingsOf(item && toSeller(item));
  const near = waitingOf(tickets)
    .slice(0, remindAhead + 1)
    .flatMap((ticket, ahead) => (hasAsked(ticket) ? [{ ...NEAR, ticket, ahead, at: Date.now() }] : []));
  if (near.length === 0) return [];
  const told = await read(near.map(({ ticket, occasion }) => messageKey(ticket.fetchId, occasion)));
  return near.filter((_, i) => told[i]?.outcome === undefined);
};

/** Whether somebody who waited is before nobody any more: they were called, or have gone. */
const isMove = (change: Change): boolean => {
  const { before, after } = change;
  const waited = before !== undefined && before.calledAt === undefined;
  return waited && (isEnd(change) || after?.calledAt !== undefined);
};
