import { ABSENT, type Item, type Key, queryPartition, type Write, type Written } from '../../store/store.ts';
import { DAY, nowSeconds } from '../../time.ts';
import { OWNER } from '../callers.ts';
import { CALLME_TABLE, requestKey, stall } from '../keys.ts';
import { type Failure, fail } from '../outcome.ts';
import { draft, handOut, type Place, propose } from './numbers.ts';
import { type Ticket, ticketIdOf } from './ticket.ts';

/** What whoever got a number is told of it. */
export type Given = { marchSn: number; ticketId?: string; ticketCode?: string };

/**
 * Hands out a stall's next number (Q05). The day's counter proposes, a conditional write takes: whatever fails in between
 * loses a proposal, never a number, and no two open tickets of a stall share one.
 */
export const fetchTicket = async (place: Place, requestId?: string, by = OWNER): Promise<Given | Failure> => {
  const born = draft(place, await propose(place), { what: 'fetch', by });
  const given = await handOut(born, (ticket) =>
    requestId ? [remember(requestKey(requestId, place.sellerId), ticket)] : [],
  );
  if (given === undefined) return fail('No Sn Valid');
  return Array.isArray(given) ? rememberedBy(given) : toGiven(given);
};

/** What a `fetch` with this `requestId` of this stall got, out of all that the id got at any stall. */
export const rememberedNumber = (requests: Item[], sellerId: number): Given | undefined => {
  const request = requests.find(({ sk }) => sk === stall(sellerId));
  return request && toGiven(request as Remembered);
};

/** What requests with this `requestId` got, one item per stall. */
export const findRequests = (requestId: string): Promise<Item[]> =>
  queryPartition(CALLME_TABLE, `request#${requestId}`, 'seller#');

/** What is told of a ticket. */
export const toGiven = ({ marchSn, fetchId, code }: Remembered): Given => ({
  marchSn,
  ...(fetchId !== undefined && { ticketId: ticketIdOf({ fetchId }) }),
  ...(code !== undefined && { ticketCode: code }),
});

/** One that was remembered by the product's former version has no `fetchId`. */
export type Remembered = Pick<Ticket, 'marchSn' | 'code'> & { fetchId?: string };

/** The write that remembers for a day what a request got, unless it got something before. */
export const remember = (request: Key, { marchSn, fetchId, code }: Ticket): Write => ({
  put: request,
  item: { marchSn, fetchId, code, expiresAt: nowSeconds() + DAY },
  when: ABSENT,
});

/** Another try of the same request was faster. */
const rememberedBy = ([written]: Written[]): Given | Failure =>
  written && !written.ok && written.old ? toGiven(written.old as Remembered) : fail('No Sn Valid');
