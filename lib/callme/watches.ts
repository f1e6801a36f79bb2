import { type Item, queryPartition, write } from '../store/store.ts';
import { HOUR, MINUTE, nowSeconds } from '../time.ts';
import type { Framing } from './frame.ts';
import { CALLME_TABLE, connectionKey, connectionWatchKey, watchedStall, watchKey } from './keys.ts';

/** A WebSocket of somebody known: whoever it is, and the stall of a seller or of a hall display. */
export type Connection = { id: string; sellerId?: number; isBoard?: boolean };

/** What a connection watches: a ticket, which `fetchId` tells from another of its number, or a stall's whole queue. */
export type Watch = {
  sellerId: number;
  connectionId: string;
  framing: Framing;
  marchSn?: number;
  fetchId?: string;
  isBoard?: boolean;
};

/** API Gateway cuts a WebSocket after two hours. */
const LIFE = 2 * HOUR + 10 * MINUTE;

/** Remembers who speaks through a connection. */
export const saveConnection = async ({ id, ...who }: Connection): Promise<void> => {
  await write({ put: connectionKey(id), item: { ...who, expiresAt: nowSeconds() + LIFE } });
};

/** Reads an item as the connection that it remembers. */
export const toConnection = (id: string, item: Item): Connection => ({ ...item, id });

/** Registers a watch; registering it again is no error. */
export const saveWatch = async (watch: Watch): Promise<void> => {
  const item = { ...watch, expiresAt: nowSeconds() + LIFE };
  await Promise.all([write({ put: watchKey(watch), item }), write({ put: connectionWatchKey(watch), item })]);
};

/** Forgets a watch. */
export const forgetWatch = async (watch: Watch): Promise<void> => {
  await Promise.all([write({ delete: watchKey(watch) }), write({ delete: connectionWatchKey(watch) })]);
};

/** Who watches a stall: its queue, or one of its tickets. */
export const listWatches = async (sellerId: number): Promise<Watch[]> =>
  (await queryPartition(CALLME_TABLE, watchedStall(sellerId))) as Watch[];

/** Forgets the hall displays that show a stall: their key is no longer good. */
export const forgetBoards = async (sellerId: number): Promise<void> => {
  const boards = (await listWatches(sellerId)).filter(({ isBoard }) => isBoard);
  await Promise.all(boards.map(({ connectionId }) => forgetConnection(connectionId)));
};

/** Forgets a connection that is gone, and whatever it watched. */
export const forgetConnection = async (id: string): Promise<void> => {
  const { pk } = connectionKey(id);
  const watches = (await queryPartition(CALLME_TABLE, pk, 'watch#')) as Watch[];
  await Promise.all([...watches.map(forgetWatch), write({ delete: connectionKey(id) })]);
};
