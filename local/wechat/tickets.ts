import { randomBytes } from 'node:crypto';
import { beijingDay } from './day.ts';

export const ticketTypes = ['jsapi', 'wx_card'] as const;
export type TicketType = (typeof ticketTypes)[number];

export type Tickets = {
  /** The app's ticket with its remaining seconds. `undefined`: the day's calls are used up. */
  take(appid: string, type: TicketType): { ticket: string; expires_in: number } | undefined;
};

const lifetimeMs = 7200_000;
// WeChat tells no number, only that it is low.
const callsPerDay = 100;

/** The tickets of all apps: the same one for all who ask, until it expires. */
export const createTickets = (now: () => number): Tickets => {
  const tickets = new Map<string, { text: string; expiresAt: number }>();
  const calls = new Map<string, { day: number; count: number }>();

  const takeCall = (appid: string): boolean => {
    const day = beijingDay(now());
    const before = calls.get(appid);
    const count = before?.day === day ? before.count : 0;
    calls.set(appid, { day, count: count + 1 });
    return count < callsPerDay;
  };

  return {
    take(appid, type) {
      if (!takeCall(appid)) return undefined;
      const key = `${type} ${appid}`;
      const known = tickets.get(key);
      const ticket =
        known && now() < known.expiresAt
          ? known
          : { text: randomBytes(64).toString('base64url'), expiresAt: now() + lifetimeMs };
      tickets.set(key, ticket);
      return { ticket: ticket.text, expires_in: Math.floor((ticket.expiresAt - now()) / 1000) };
    },
  };
};
