import { findSession, isSessionKey } from '../session/session.ts';
import { readOne } from '../store/store.ts';
import { findBoard } from './boards.ts';
import { member, type Role } from './callers.ts';
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
import { listTickets } from './queue.ts';
import { type Connection, forgetWatch, saveConnection, saveWatch, toConnection } from './watches.ts';

type Message = Record<string, unknown>;

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
  const item = await readOne(connectionKey(id));
  if (!item) return whoAreYou;
  if (!message) return wrongFormat;
  if (message.query === 'hello') return hi;
  return message.query === 'watch' ? watch(toConnection(id, item), message, framing) : wrongQuery;
};

const identify = async (sessionKey: unknown, key: unknown): Promise<Omit<Connection, 'id'> | undefined> => {
  if (typeof key === 'string') {
    const sellerId = await findBoard(key);
    return sellerId === undefined ? undefined : { sellerId, isBoard: true };
  }
  const { session } = isSessionKey(sessionKey) ? await findSession<Role>(sessionKey) : {};
  if (!session || member(session) instanceof Failure) return undefined;
  const { seller } = session.role;
  return seller ? { sellerId: seller.sellerId } : {};
};

const watch = async (connection: Connection, message: Message, framing: Framing): Promise<Push> => {
  const sellerId = toNumber(message.sellerId);
  const marchSn = toNumber(message.marchSn);
  if (sellerId === undefined || (message.marchSn !== undefined && marchSn === undefined)) return wrongQuery;
  const { id: connectionId, isBoard } = connection;
  const watched = { sellerId, connectionId, framing, ...(isBoard && { isBoard }) };
  return marchSn === undefined
    ? watchQueue(connection, watched)
    : watchTicket(connection, { ...watched, marchSn });
};

const toNumber = (value: unknown): number | undefined => {
  const number = typeof value === 'string' && /^\d{1,9}$/.test(value) ? Number(value) : value;
  return Number.isInteger(number) ? (number as number) : undefined;
};

type Watched = { sellerId: number; connectionId: string; framing: Framing; isBoard?: boolean };

/** The queue now, and again at every change: for the stall's seller, and for its hall display. */
const watchQueue = async (connection: Connection, watched: Watched): Promise<Push> => {
  const { sellerId } = watched;
  if (connection.sellerId !== sellerId) return notWatching;
  await saveWatch(watched);
  return queueNow(sellerId, await listTickets(sellerId));
};

/**
 * Whether the ticket was called, and a push when it is. The watch is registered before the ticket is read for the
 * answer, so a call at this very moment shows in one or the other.
 */
const watchTicket = async (connection: Connection, watched: Watched & { marchSn: number }): Promise<Push> => {
  const { sellerId, marchSn } = watched;
  const key = ticketKey(sellerId, marchSn);
  const ticket = connection.isBoard && connection.sellerId !== sellerId ? undefined : await readOne(key);
  if (!ticket) return notWatching;

  const watch = { ...watched, fetchId: ticket.fetchId as string };
  await saveWatch(watch);
  const now = await readOne(key);
  if (!now || now.fetchId !== ticket.fetchId) {
    await forgetWatch(watch);
    return notWatching;
  }
  return watching(now.calledAt !== undefined);
};
