/** What the rest of callme does with a stall's queue. Each part of it is a file of `queue/`; docs/design.md has its states. */
export { callNext, callTicket, missTicket } from './queue/call.ts';
export { clearTickets, endTicket, endTicketAs } from './queue/end.ts';
export { fetchTicket, findRequests, rememberedNumber } from './queue/fetch.ts';
export type { Deed, Entry } from './queue/history.ts';
export {
  findTicketOf,
  listBriefly,
  listKeptTickets,
  listOrders,
  listStandings,
  listTickets,
  type Order,
  openOf,
  placeOf,
  queueOf,
  readTicket,
  type Standing,
  waitingOf,
} from './queue/list.ts';
export { pushNote, unnote } from './queue/note.ts';
export { keepPast, listHistory } from './queue/past.ts';
export { findTakes, takeTicket } from './queue/take.ts';
export { isCalled, isEnded, isMeant, isMissed, NUMBERS, type Ticket, ticketIdOf } from './queue/ticket.ts';
export { undo } from './queue/undo.ts';
