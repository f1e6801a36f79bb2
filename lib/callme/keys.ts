import { setting } from '../env.ts';
import type { Key } from '../store/store.ts';

/** The keys of the callme table; `resources/tables.yml` says who reads what. */
export const CALLME_TABLE = setting('CALLME_TABLE');

const key = (pk: string, sk: string): Key => ({ table: CALLME_TABLE, pk, sk });

export const SELLERS = 'sellers';
export const ADMINS = 'admins';
export const stall = (sellerId: number): string => `seller#${sellerId}`;

/** The stall of a partition key. */
export const sellerIdOf = (pk: string): number => Number(pk.slice(pk.indexOf('#') + 1));

export const sellerKey = (sellerId: number): Key =>
  key(SELLERS, `seller#${String(sellerId).padStart(6, '0')}`);
export const lastSellerKey: Key = key(SELLERS, 'last');
export const telKey = (telNum: string): Key => key(`tel#${telNum}`, 'seller');
export const userKey = (user: string): Key => key(`user#${user}`, 'seller');
export const adminKey = (user: string): Key => key(ADMINS, `user#${user}`);
export const inviteKey = (hash: string): Key => key(`invite#${hash}`, 'invite');

export const ticketKey = (sellerId: number, marchSn: number): Key =>
  key(stall(sellerId), `ticket#${String(marchSn).padStart(2, '0')}`);
export const counterKey = (sellerId: number, day: string): Key => key(stall(sellerId), `counter#${day}`);
export const totalKey = (sellerId: number): Key => key(stall(sellerId), 'total');
export const requestKey = (requestId: string, sellerId: number): Key =>
  key(`request#${requestId}`, stall(sellerId));
export const takeRequestKey = (requestId: string, sellerId: number, user: string): Key =>
  key(`request#${requestId}`, `take#${sellerId}#${user}`);
/** What an eater has at a stall: the tickets linked to them. */
export const eaterKey = (sellerId: number, user: string): Key => key(stall(sellerId), `eater#${user}`);
/** A ticket that has ended and whose number was given out again: by the moment of its end. */
export const pastKey = (sellerId: number, endedAt: number, marchSn: number): Key =>
  key(stall(sellerId), `past#${endedAt}#${String(marchSn).padStart(2, '0')}`);
export const renewalKey = (requestId: string, telNum: string): Key =>
  key(`request#${requestId}`, `renew#${telNum}`);

/** The menu lies apart from its stall: it is long, and the list of stalls is read often. */
export const menuKey = (sellerId: number): Key => key(stall(sellerId), MENU);
export const MENU = 'menu';

export const dayKey = (sellerId: number, day: string): Key => key(stall(sellerId), `day#${day}`);
export const boardKey = (hash: string): Key => key(`board#${hash}`, 'board');
export const messageKey = (fetchId: string, occasion: string): Key => key(`message#${fetchId}`, occasion);

type Watched = { sellerId: number; connectionId: string; marchSn?: number };

/** Not `ticket#`: the stream of changes picks tickets by that beginning. */
const watched = ({ marchSn }: Watched): string => (marchSn === undefined ? 'queue' : `number#${marchSn}`);

export const watchedStall = (sellerId: number): string => `watch#${sellerId}`;
export const connectionKey = (id: string): Key => key(`connection#${id}`, 'connection');
export const watchKey = (watch: Watched): Key =>
  key(watchedStall(watch.sellerId), `${watched(watch)}#${watch.connectionId}`);
export const connectionWatchKey = (watch: Watched): Key =>
  key(`connection#${watch.connectionId}`, `watch#${watch.sellerId}#${watched(watch)}`);
