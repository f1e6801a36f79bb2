import { type Item, queryPartition, readOne, type Written } from '../../store/store.ts';
import { EATER, isPaid } from '../callers.ts';
import { CALLME_TABLE, takeRequestKey, ticketKey } from '../keys.ts';
import { Failure, fail } from '../outcome.ts';
import type { Seller } from '../sellers.ts';
import { isOpen, settingsOf } from '../settings.ts';
import { type Links, link, readLinks } from './eater.ts';
import { type Given, type Remembered, remember, toGiven } from './fetch.ts';
import { placeOf } from './list.ts';
import { draft, handOut, proposeWithin } from './numbers.ts';
import type { Ticket } from './ticket.ts';

/** Who takes a number where, and how the queue stood when that was read (epoch milliseconds). */
export type Wish = {
  user: string;
  seller: Seller | undefined;
  tickets: Ticket[];
  readAt: number;
  averageWaitSeconds: number | null;
  requestId?: string | undefined;
  /** What requests of this id got. */
  requests: Item[];
};

/** The number, and where it stands. */
export type Taken = Given & { ahead: number; expectedSeconds: number | null };

/** Milliseconds by which the clocks of two functions differ at most. */
const CLOCKS = 10_000;
const TRIES = 3;
/** How many of the tickets that an eater was linked to before are remembered on. */
const KEPT = 3;

/**
 * An eater takes a number without paper. Who has an open one at the stall gets the same again; two at once get one, by the
 * item that has what the eater is linked to.
 */
export const takeTicket = async (wish: Wish): Promise<Taken | Failure> => {
  const { user, seller, tickets, requestId } = wish;
  if (!seller?.user || !isPaid(seller)) return fail('Illegal Seller Error');
  const own = tickets.find((ticket) => ticket.user === user) ?? rememberedOf(wish, seller.id);
  if (own) return toTaken(own, wish);
  const settings = settingsOf(seller);
  if (!isOpen(settings, seller.timeZone)) return fail('Not Open Error');

  const place = { sellerId: seller.id, timeZone: seller.timeZone };
  const [proposal, links] = await Promise.all([
    proposeWithin(place, settings.perTenMinutes),
    readLinks(seller.id, user),
  ]);
  if (proposal instanceof Failure) return proposal;
  const born = {
    ...draft(place, proposal, { what: 'take', by: EATER }),
    selfTaken: true,
    user,
    ...(seller.sellerName && { sellerName: seller.sellerName }),
  };
  for (let attempt = 1, seen = links; attempt <= TRIES; attempt += 1) {
    const meanwhile = await takenMeanwhile(wish, seller.id, seen);
    if (meanwhile) return toTaken(meanwhile, wish);
    const given = await handOut(born, (ticket) => [
      link(seller.id, user, seen, ticket, seen.links.slice(-KEPT)),
      ...(requestId ? [remember(takeRequestKey(requestId, seller.id, user), ticket)] : []),
    ]);
    if (given === undefined) return fail('No Sn Valid');
    if (!Array.isArray(given)) return toTaken(given, wish);
    const before = requestOf(given);
    if (before) return toTaken(before, wish);
    seen = await readLinks(seller.id, user);
  }
  throw Object.assign(new Error('Too many takes of one eater at once'), { name: 'ThrottlingException' });
};

/** What requests with this `requestId` got by `take`, one item per stall and eater. */
export const findTakes = (requestId: string): Promise<Item[]> =>
  queryPartition(CALLME_TABLE, `request#${requestId}`, 'take#');

/** What an earlier try of this request got, whatever has become of it. */
const rememberedOf = (
  { user, requestId, requests, tickets }: Wish,
  sellerId: number,
): Remembered | undefined => {
  const { sk } = takeRequestKey(requestId ?? '', sellerId, user);
  const request = requests.find((one) => one.sk === sk) as Remembered | undefined;
  return tickets.find(({ fetchId }) => fetchId === request?.fetchId) ?? request;
};

/**
 * The ticket that the eater got from another request after the queue was read. What they were linked to before that was
 * in the queue, or has ended; `linkedAt` says which, as far as clocks agree.
 */
const takenMeanwhile = async (
  { tickets, readAt, user }: Wish,
  sellerId: number,
  { links, linkedAt }: Links,
): Promise<Ticket | undefined> => {
  const last = links.at(-1);
  if (!last || linkedAt < readAt - CLOCKS) return undefined;
  if (tickets.some(({ fetchId }) => fetchId === last.fetchId)) return undefined;
  const ticket = (await readOne(ticketKey(sellerId, last.marchSn))) as Ticket | undefined;
  return ticket?.fetchId === last.fetchId && ticket.user === user ? ticket : undefined;
};

/** Another try of the same request was faster: what it got. */
const requestOf = ([, remembered]: Written[]): Remembered | undefined =>
  remembered && !remembered.ok ? (remembered.old as Remembered | undefined) : undefined;

const toTaken = (ticket: Ticket | Remembered, { tickets, averageWaitSeconds }: Wish): Taken => {
  const isOpen = 'fetchedAt' in ticket;
  const all = isOpen && !tickets.includes(ticket) ? [...tickets, ticket] : tickets;
  const place = isOpen ? placeOf(ticket, all, averageWaitSeconds) : { ahead: 0, expectedSeconds: 0 };
  return { ...toGiven(ticket), ...place };
};
