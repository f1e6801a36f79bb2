import { queueOf, type Ticket } from './queue.ts';

/** What the server says through a WebSocket. */
export type Push = Record<string, unknown>;

export const hi: Push = { push: 'hi' };
export const whoAreYou: Push = { push: 'whoareyou' };
export const wrongFormat: Push = { push: 'error', msg: 'wrong format' };
export const wrongQuery: Push = { push: 'error', msg: 'wrong query' };

export const loggedIn = (isKnown: boolean): Push => ({ push: 'login', state: isKnown ? 'success' : 'fail' });

/** A ticket is watched; `ready` says whether it was called already. */
export const watching = (ready: boolean): Push => ({ push: 'watch', state: 'success', ready });

/** There is no such ticket, or it is not for this client to watch. */
export const notWatching: Push = { push: 'watch', state: 'fail' };

export const called = ({ sellerId, marchSn, callCount }: Ticket): Push => ({
  push: 'call',
  sellerId,
  marchSn,
  callCount,
});

export const ended = ({ sellerId, marchSn }: Ticket): Push => ({ push: 'done', sellerId, marchSn });

/** How a queue stands. `newest` is the latest call: a recall changes nothing else. */
export const queueNow = (sellerId: number, tickets: Ticket[]): Push => {
  const queue = queueOf(tickets);
  const newest = tickets.find(({ marchSn }) => marchSn === queue.called.at(-1));
  return {
    push: 'queue',
    sellerId,
    ...queue,
    newest: newest ? { marchSn: newest.marchSn, callCount: newest.callCount } : null,
  };
};
