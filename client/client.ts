import type {
  Binding,
  Called,
  Enrolment,
  Fetched,
  Hungry,
  Info,
  Menu,
  Next,
  Note,
  Order,
  Place,
  Pushed,
  Queue,
  QueueNow,
  SellerList,
  Settings,
  SpanStats,
  Stall,
  StallInfo,
  Stats,
  Ticket,
  Undone,
  Updated,
} from './answers.ts';
import type { CallmeError } from './error.ts';
import type { KeyStorage, Picture, Transport } from './transport.ts';

export type CallmeOptions = {
  /** The service's address, such as `https://api.example.com`. */
  url: string;
  /** Its WebSocket address, such as `wss://live.example.com/live`. Without it, watches poll. */
  liveUrl?: string;
  /** Whose mini-program this is. */
  as: 'eater' | 'seller';
  /** A fresh login code each time. `wx.login` in a mini-program; needed elsewhere. */
  login?: () => Promise<string>;
  transport?: Transport;
  /** Where to keep the session key: the mini-program's storage, elsewhere memory only. */
  storage?: KeyStorage;
  /** How long to wait for one answer. 10 s. */
  timeoutMs?: number;
  /** How often a watch asks while there is no WebSocket. 5 s. */
  pollMs?: number;
  /** How often it asks for safety's sake while there is one that is silent. 30 s. */
  checkMs?: number;
  /** How often the WebSocket is kept from idling; API Gateway cuts it after 10 minutes. 5 min. */
  heartbeatMs?: number;
};

/** Something that is watched until `close()`. */
export type Watch = { close(): void };

export type TicketHandlers = {
  /** The number is called: once for every call, so a recall is told too, if it is heard. */
  called(call: Called): void;
  /** Nobody came for it, and the stall put it aside; it may be called again. */
  missed?(ticket: Ticket): void;
  /** The call was a mistake: the number waits as before. */
  uncalled?(ticket: Ticket): void;
  /** The ticket is gone: collected, cleared, or never there. The watch has closed itself. */
  done?(ticket: Ticket): void;
  /** The watch cannot go on and has closed itself: this user may not watch, or the address is wrong. */
  failed?(error: CallmeError): void;
};

/** The queries. Each logs in by itself where there is no session; each throws `CallmeError`. */
export type Queries = {
  sellerList(): Promise<SellerList>;
  menu(sellerId: number): Promise<Menu>;
  /** Takes the stall's next number. Give a `requestId` of your own to repeat one fetch later, in another launch, say. */
  fetch(options?: { requestId?: string }): Promise<Fetched>;
  /** An eater takes a number without paper, where the stall lets them. */
  take(sellerId: number, options?: { requestId?: string }): Promise<Fetched & Place>;
  note(): Promise<Note>;
  note(marchSn: number): Promise<Note & { noteContent: string | null }>;
  push(order: Order): Promise<Pushed>;
  /** Takes one's own note back, before the number is called. */
  unnote(ticket: Ticket): Promise<void>;
  hungry(ticket: Ticket): Promise<Hungry>;
  /** `counter` says where to collect: `2`, `左边窗口`. */
  call(marchSn: number, options?: { counter?: string }): Promise<void>;
  /** Calls whoever waits longest. */
  next(options?: { counter?: string; requestId?: string }): Promise<Next>;
  /** Puts a called number aside that nobody collects. */
  miss(marchSn: number): Promise<void>;
  /** Takes back what was done last, to this number if one is given. */
  undo(options?: { marchSn?: number; requestId?: string }): Promise<Undone>;
  /** A seller, whose stall is known, may leave the `sellerId` out. */
  done(ticket: { marchSn: number; sellerId?: number; ticketId?: string }): Promise<void>;
  /** Removes the seller's tickets without a note, or those called, or all; `cleared` says how many. */
  clear(options?: { what?: 'unnoted' | 'called' | 'all' }): Promise<{ cleared: number }>;
  /** How the stall works, after the changes. */
  settings(changes?: Partial<Settings>): Promise<Settings>;
  signup(stall: Enrolment | Binding): Promise<void>;
  /** The stall's information, after the changes. */
  info(changes?: StallInfo): Promise<Info>;
  update(changes: StallInfo, picture?: Picture): Promise<Updated>;
  /** All stalls, for administrators. `invite` makes the caller one. */
  admin(options?: { invite?: string }): Promise<{ sellerList: Stall[] }>;
  /** Adds months. Give a `requestId` of your own to repeat one renewal later. */
  renew(renewal: { telNum: string; term: number; requestId?: string }): Promise<{ balanceMon: number }>;
  /** The stall's mini-program code; `renew` makes a new one. */
  qrcode(options?: { renew?: boolean }): Promise<{ qrcodeImageUrl: string }>;
  queue(sellerId: number): Promise<QueueNow>;
  queue(
    sellerId: number,
    marchSn: number,
    ticketId?: string,
  ): Promise<QueueNow & Place & { ticketId: string }>;
  /** The hall display's address; `renew` makes a new one and ends the old. */
  board(options?: { renew?: boolean }): Promise<{ boardUrl: string }>;
  /** `day` is `2026-11-20` at the stall; today unless given. */
  stats(options?: { day?: string }): Promise<Stats>;
  /** 62 days at most; to today unless `to` says otherwise. */
  stats(span: { from: string; to?: string }): Promise<SpanStats>;
};

export type Callme = Queries & {
  /**
   * Logs in afresh. Never needed, but it tells a seller's app early whether there is a stall: without one it throws
   * `Seller Openid Error`, and `signup` and `admin` work all the same.
   */
  login(): Promise<{ balanceMon?: number }>;
  /** Ends the session and every watch. The next query logs in again. */
  logout(): Promise<void>;
  /** Tells when a ticket is called and when it ends, whatever the network does. */
  watch(ticket: Ticket, handlers: TicketHandlers): Watch;
  /** Tells how a stall's queue stands, now and at every change. Pushed to the stall's seller, polled for others. */
  watchQueue(sellerId: number, changed: (queue: Queue) => void, failed?: (error: CallmeError) => void): Watch;
};
