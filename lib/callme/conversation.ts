import { findSession, isSessionKey } from '../session/session.ts';
import { type Item, type Key, read } from '../store/store.ts';
import { findBoard } from './boards.ts';
import { member, type Role, SERVICE } from './callers.ts';
import type { Framing } from './frame.ts';
import { connectionKey, ticketKey } from './keys.ts';
import { Failure } from './outcome.ts';
import {
  hi,
  loggedIn,
  notWatching,
  type Push,
  queueNow,
  watching,
  whoAreYou,
  wrongFormat,
  wrongQuery,
} from './pushes.ts';
import { isMeant, listStandings, readTicket, type Ticket } from './queue.ts';
import {
  type Connection,
  forgetWatch,
  saveConnection,
  saveWatch,
  toConnection,
  type Watch,
} from './watches.ts';

type Message = Record<string, unknown>;
type Target = { sellerId: number; marchSn: number | undefined; ticketId: string | undefined };

/**
 * Finds out who opens a WebSocket, by session key or by the key of a hall display, and remembers it.
 * @returns whether anybody is known by these
 */
export const introduce = async (id: string, { sessionKey, key }: Message): Promise<boolean> => {
  const who = await identify(sessionKey, key);
  if (who) await saveConnection({ id, ...who });
  return who !== undefined;
};

/** Answers a message that came through a WebSocket; undefined stands for a message that is no JSON object. */
export const reply = async (id: string, message: Message | undefined, framing: Framing): Promise<Push> => {
  if (message?.query === 'login') {
    return loggedIn(await introduce(id, message));
  }
  const target = message?.query === 'watch' ? targetOf(message) : undefined;
  const [item, ticket] = await read([connectionKey(id), ...keysOf(target)]);
  if (!item) return whoAreYou;
  if (!message) return wrongFormat;
  if (message.query === 'hello') return hi;
  return target ? watch(toConnection(id, item), target, ticket, framing) : wrongQuery;
};

const identify = async (sessionKey: unknown, key: unknown): Promise<Omit<Connection, 'id'> | undefined> => {
  if (typeof key === 'string') {
    const sellerId = await findBoard(key);
    return sellerId === undefined ? undefined : { sellerId, isBoard: true };
  }
  const { session } = isSessionKey(sessionKey) ? await findSession<Role>(SERVICE, sessionKey) : {};
  if (!session || member(session) instanceof Failure) return undefined;
  const { seller } = session.role;
  return seller ? { sellerId: seller.sellerId } : {};
};

/** What a client wants to watch; undefined when it does not say so rightly. */
const targetOf = (message: Message): Target | undefined => {
  const sellerId = toNumber(message.sellerId);
  const marchSn = toNumber(message.marchSn);
  if (sellerId === undefined || (message.marchSn !== undefined && marchSn === undefined)) return undefined;
  const { ticketId } = message;
  if (ticketId !== undefined && typeof ticketId !== 'string') return undefined;
  return { sellerId, marchSn, ticketId };
};

/** The ticket that is asked for is read together with who asks. */
const keysOf = (target: Target | undefined): Key[] =>
  target?.marchSn === undefined ? [] : [ticketKey(target.sellerId, target.marchSn)];

const watch = async (
  connection: Connection,
  { sellerId, marchSn, ticketId }: Target,
  ticket: Item | undefined,
  framing: Framing,
): Promise<Push> => {
  const { id: connectionId, isBoard } = connection;
  const isOwn = connection.sellerId === sellerId;
  const watched = { sellerId, connectionId, framing, ...(isBoard && { isBoard }) };
  if (marchSn === undefined) return isOwn ? watchQueue(watched) : notWatching;
  if (!ticket || (isBoard && !isOwn) || !isMeant(ticket as Ticket, ticketId)) return notWatching;
  return watchTicket({ ...watched, marchSn, fetchId: ticket.fetchId as string });
};

const toNumber = (value: unknown): number | undefined => {
  const number = typeof value === 'string' && /^\d{1,9}$/.test(value) ? Number(value) : value;
  return Number.isInteger(number) ? (number as number) : undefined;
};

/** The queue now, and again at every change: for the stall's seller, and for its hall display. */
const watchQueue = async (watch: Watch): Promise<Push> => {
  await saveWatch(watch);
  return queueNow(watch.sellerId, await listStandings(watch.sellerId));
};

/**
 * Whether the ticket was called, and a push when it is. The watch is registered before the ticket is read for the
 * answer, so a call at this very moment shows in one or the other.
 */
const watchTicket = async (watch: Watch & { marchSn: number }): Promise<Push> => {
  await saveWatch(watch);
  const ticket = await readTicket(watch.sellerId, watch.marchSn);
  if (ticket && ticket.fetchId === watch.fetchId) return watching(ticket);
  await forgetWatch(watch);
  return notWatching;
};
