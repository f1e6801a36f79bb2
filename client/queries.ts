import { again } from './again.ts';
import type { Queries } from './client.ts';
import { type Body, type Exchange, read } from './exchange.ts';
import { isFailure, isTransient } from './failures.ts';
import type { Session } from './session.ts';
import type { Picture } from './transport.ts';

/** How one query is asked: `once` where the next time comes by itself. */
type Manner = { once?: boolean; picture?: Picture };

export type Ask = <T>(query: string, fields?: Body, manner?: Manner) => Promise<T>;

/** Asks with a session, and again when the network or the service fails for a moment and nothing is done twice by it. */
export const createAsk =
  (session: Session, exchange: Exchange): Ask =>
  <T>(query: string, fields: Body = {}, { once = false, picture }: Manner = {}) =>
    session.use((sessionKey) =>
      again(
        async () => read(query, await exchange(query, { ...fields, sessionKey }, picture)) as T,
        (error, failures) => failures <= 2 && isTransient(error) && !once,
      ),
    );

/**
 * The queries as typed methods. Asked twice, they do no more than asked once, with one exception: `call` counts a recall,
 * and is repeated all the same: an eater who hears it twice is better off than one who never does.
 */
export const createQueries = (ask: Ask, isSeller: boolean): Queries => ({
  sellerList: () => ask('seller_list'),
  menu: (sellerId) => ask('menu', { sellerId }),
  fetch: ({ requestId = newRequestId() } = {}) => ask('fetch', { requestId }),
  take: (sellerId, { requestId = newRequestId() } = {}) => ask('take', { sellerId, requestId }),
  note: (marchSn?: number) => ask('note', { marchSn }),
  push: (order) => ask('push', order),
  unnote: ({ sellerId, marchSn, ticketId }) => ask('unnote', { sellerId, marchSn, ticketId }),
  hungry: async ({ sellerId, marchSn, ticketId }) => {
    try {
      return { ready: true, ...(await ask<Ready>('hungry', { sellerId, marchSn, ticketId })) };
    } catch (error) {
      if (isFailure(error, 'Not Ready Yet')) return { ready: false };
      throw error;
    }
  },
  call: (marchSn, { counter } = {}) => ask('call', { marchSn, counter }),
  next: ({ counter, requestId = newRequestId() } = {}) => ask('next', { counter, requestId }),
  miss: (marchSn) => ask('miss', { marchSn }),
  undo: ({ marchSn, requestId = newRequestId() } = {}) => ask('undo', { marchSn, requestId }),
  done: ({ sellerId, marchSn, ticketId }) =>
    ask('done', { sellerId, marchSn, ticketId, ...(isSeller && { isseller: 'yes' }) }),
  clear: (options) => ask('clear', options),
  settings: (changes) => ask('settings', changes),
  signup: (stall) => ask('signup', stall),
  info: (changes) => ask('info', changes),
  update: async (changes, picture) => {
    if (picture === undefined) return ask('update', changes);
    // A form cannot carry a menu whose dishes have commas in them, so only the picture travels in one.
    if (Object.keys(changes).length > 0) await ask('update', changes);
    return ask('update', {}, { picture });
  },
  admin: (options) => ask('admin', options),
  renew: ({ requestId = newRequestId(), ...renewal }) => ask('renew', { ...renewal, requestId }),
  qrcode: (options) => ask('qrcode', options),
  queue: (sellerId: number, marchSn?: number, ticketId?: string) =>
    ask('queue', { sellerId, marchSn, ticketId }),
  board: (options) => ask('board', options),
  stats: (options?: object) => ask('stats', { ...options }),
});

type Ready = { ticketId: string; counter?: string; missed?: boolean };

/** Tells one request from all others: the time, and 16 random digits in base 36. */
const newRequestId = (): string => {
  const random = () => (Math.random() * 36 ** 8).toString(36).slice(0, 8);
  return `${Date.now().toString(36)}-${random()}${random()}`;
};
