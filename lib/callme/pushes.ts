import type { Dish } from './menu.ts';
import { isCalled, isMissed, queueOf, type Standing, type Ticket, ticketIdOf } from './queue.ts';

/** What the server says through a WebSocket. */
export type Push = Record<string, unknown>;

export const hi: Push = { push: 'hi' };
export const whoAreYou: Push = { push: 'whoareyou' };
export const wrongFormat: Push = { push: 'error', msg: 'wrong format' };
export const wrongQuery: Push = { push: 'error', msg: 'wrong query' };

export const loggedIn = (isKnown: boolean): Push => ({ push: 'login', state: isKnown ? 'success' : 'fail' });

/** A ticket is watched; `ready` says whether it was called already, `missed` that nobody came then. */
export const watching = (ticket: Ticket): Push => ({
  push: 'watch',
  state: 'success',
  ready: isCalled(ticket),
  ticketId: ticketIdOf(ticket),
  ...(ticket.counter && { counter: ticket.counter }),
  ...(isMissed(ticket) && { missed: true }),
});

/** There is no such ticket, or it is not for this client to watch. */
export const notWatching: Push = { push: 'watch', state: 'fail' };

export const called = (ticket: Ticket): Push => ({
  push: 'call',
  ...which(ticket),
  callCount: ticket.callCount,
  ...(ticket.counter && { counter: ticket.counter }),
});

/** The call was a mistake: the ticket waits as before. */
export const uncalled = (ticket: Ticket): Push => ({ push: 'undo', ...which(ticket) });

/** Nobody came for it. */
export const missed = (ticket: Ticket): Push => ({ push: 'miss', ...which(ticket) });

export const ended = (ticket: Ticket): Push => ({ push: 'done', ...which(ticket) });

/** How a queue stands. `newest` is the latest call: a recall changes nothing else. */
export const queueNow = (sellerId: number, tickets: Standing[]): Push => {
  const queue = queueOf(tickets);
  const newest = tickets.find(({ marchSn }) => marchSn === queue.called.at(-1));
  return {
    push: 'queue',
    sellerId,
    ...queue,
    newest: newest
      ? {
          marchSn: newest.marchSn,
          callCount: newest.callCount,
          ...(newest.counter && { counter: newest.counter }),
        }
      : null,
  };
};

/** A stall's menu has changed: what of it can no longer be had. */
export const menuNow = (sellerId: number, dishes: Dish[]): Push => ({
  push: 'menu',
  sellerId,
  soldOut: dishes.filter(({ soldOut }) => soldOut).map(({ name }) => name),
});

const which = (ticket: Ticket) => ({
  sellerId: ticket.sellerId,
  marchSn: ticket.marchSn,
  ticketId: ticketIdOf(ticket),
});
