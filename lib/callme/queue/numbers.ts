import { randomInt, randomUUID } from 'node:crypto';
import { ABSENT, type Item, readOne, transact, type Write, type Written, write } from '../../store/store.ts';
import { dayIn, MINUTE, nowSeconds } from '../../time.ts';
import { counterKey, sellerKey, ticketKey } from '../keys.ts';
import { type Failure, fail } from '../outcome.ts';
import { toSeller } from '../sellers.ts';
import { COUNTER_KEPT, settingsOf, type Terms, termsOf } from '../settings.ts';
import type { Entry } from './history.ts';
import { listBriefly } from './list.ts';
import { lifeEnd, NUMBERS, type Ticket } from './ticket.ts';

/** The stall as the numbers need it. */
export type Place = { sellerId: number; timeZone: string };

/** A ticket that has no number yet. */
export type Draft = Omit<Ticket, 'marchSn'>;

/** What the day's counter proposes: the count, and what tickets are born with. */
type Proposal = { day: string; count: number; terms: Terms };

/** Seconds: a number that was called so long ago is given out again, when there is no other. */
const COLLECTED = 15 * MINUTE;
/** Seconds in which no more than a stall's `perTenMinutes` are taken. */
const WINDOW = 10 * MINUTE;
const TRIES = 5;

/** The day's next count, from 1: one atomic write, so that no two callers get the same. */
export const propose = async ({ sellerId, timeZone }: Place): Promise<Proposal> => {
  const day = dayIn(timeZone);
  const counted = await count(sellerId, day);
  if (!counted.ok) throw new Error('A write without a condition was refused');
  return toProposal(sellerId, day, counted.item);
};

/**
 * The same for an eater who takes a number, no more than `most` in these ten minutes: the one write counts and decides.
 * @returns `Full Error` with the seconds after which there may be one
 */
export const proposeWithin = async (place: Place, most: number): Promise<Proposal | Failure> => {
  if (most === 0) return propose(place);
  const [day, window] = [dayIn(place.timeZone), Math.floor(nowSeconds() / WINDOW)];
  for (let attempt = 1; attempt <= TRIES; attempt += 1) {
    const counted = await count(place.sellerId, day, {
      add: { inWindow: 1 },
      when: '#window = :window AND inWindow < :most',
      values: { ':window': window, ':most': most },
    });
    if (counted.ok) return toProposal(place.sellerId, day, counted.item);
    if (counted.old?.window === window)
      return fail('Full Error', { retryAfter: (window + 1) * WINDOW - nowSeconds() });
    const first = await count(place.sellerId, day, {
      set: { window, inWindow: 1 },
      when: 'attribute_not_exists(#window) OR #window < :window',
    });
    if (first.ok) return toProposal(place.sellerId, day, first.item);
  }
  throw Object.assign(new Error('Too many take a number at once'), { name: 'ThrottlingException' });
};

/** A ticket as it is born, but for its number. */
export const draft = (
  { sellerId, timeZone }: Place,
  { day, count, terms }: Proposal,
  { what, by, at = Date.now() }: Pick<Entry, 'what' | 'by'> & { at?: number },
): Draft & { expiresAt: number } => ({
  sellerId,
  day,
  count,
  fetchId: randomUUID(),
  fetchedAt: at,
  ...(terms.missAfter > 0 && { missAfter: terms.missAfter }),
  ...(terms.proof === 'code' && { code: String(randomInt(10_000)).padStart(4, '0') }),
  history: [{ what, at, by }],
  changes: 1,
  expiresAt: lifeEnd(timeZone, at),
});

/**
 * Gives a ticket the first number that is to be had: the proposed one, the next free one after it, and when all are in
 * use the one called longest ago, a quarter of an hour ago at least. A conditional write takes it, so that no two open
 * tickets of a stall share one.
 * @param more other writes of the same transaction
 * @returns the ticket; the results of `more` when one of them was refused; undefined when no number is to be had
 */
export const handOut = async (
  born: Draft,
  more: (ticket: Ticket) => Write[] = () => [],
): Promise<Ticket | Written[] | undefined> => {
  const proposed = ((born.count - 1) % NUMBERS) + 1;
  const first = await claim({ ...born, marchSn: proposed }, undefined, more);
  if (first) return first;
  const tickets = await listBriefly(born.sellerId);
  for (const { marchSn, instead } of [...freeAfter(tickets, proposed), ...uncollected(tickets)]) {
    const other = await claim({ ...born, marchSn }, instead, more);
    if (other) return other;
  }
  return undefined;
};

/** One number to try. @returns undefined when it is in use */
const claim = async (
  ticket: Ticket,
  instead: Ticket | undefined,
  more: (ticket: Ticket) => Write[],
): Promise<Ticket | Written[] | undefined> => {
  const put: Write = {
    put: ticketKey(ticket.sellerId, ticket.marchSn),
    item: ticket,
    ...(instead ? unchanged(instead) : { when: ABSENT }),
  };
  const others = more(ticket);
  const [taken, ...rest] = others.length > 0 ? await transact([put, ...others]) : [await write(put)];
  if (rest.some(({ ok }) => !ok)) return rest;
  // A write whose answer was lost is repeated by the SDK, and then finds the ticket that it made itself.
  return taken?.ok || taken?.old?.fetchId === ticket.fetchId ? ticket : undefined;
};

/** Holds while a ticket is as it was seen. */
const unchanged = ({ fetchId, changes = 0 }: Ticket): { when: string; values: Item } => ({
  when: `fetchId = :seen AND ${changes === 0 ? 'attribute_not_exists(#changes)' : '#changes = :changes'}`,
  values: { ':seen': fetchId, ...(changes > 0 && { ':changes': changes }) },
});

/** The free numbers of a stall, beginning with the next after `marchSn`, round to it. */
const freeAfter = (tickets: Ticket[], marchSn: number): { marchSn: number; instead?: Ticket }[] => {
  const inUse = new Set(tickets.map((ticket) => ticket.marchSn));
  const round = Array.from({ length: NUMBERS }, (_, i) => ((marchSn + i) % NUMBERS) + 1);
  return round.filter((number) => !inUse.has(number)).map((number) => ({ marchSn: number }));
};

/** What was called or missed so long ago that its number may be given out again, the longest ago first. */
const uncollected = (tickets: Ticket[]): { marchSn: number; instead: Ticket }[] => {
  const since = ({ calledAt = 0, missedAt = 0 }: Ticket) => Math.max(calledAt, missedAt);
  return tickets
    .filter((ticket) => ticket.calledAt !== undefined && since(ticket) <= Date.now() - COLLECTED * 1000)
    .sort((a, b) => since(a) - since(b))
    .map((ticket) => ({ marchSn: ticket.marchSn, instead: ticket }));
};

const count = (
  sellerId: number,
  day: string,
  { set, add, when, values }: { set?: Item; add?: Record<string, number>; when?: string; values?: Item } = {},
): Promise<Written> =>
  write({
    update: counterKey(sellerId, day),
    returns: true,
    add: { fetched: 1, ...add },
    set: { expiresAt: nowSeconds() + COUNTER_KEPT, ...set },
    ...(when && { when }),
    ...(values && { values }),
  });

const toProposal = async (sellerId: number, day: string, item: Item): Promise<Proposal> => ({
  day,
  count: item.fetched as number,
  terms: (item.terms as Terms | undefined) ?? (await learnTerms(sellerId, day)),
});

/** The day's first ticket learns the stall's settings, for all after it: whoever changes them changes both. */
const learnTerms = async (sellerId: number, day: string): Promise<Terms> => {
  const seller = await readOne(sellerKey(sellerId));
  const terms = termsOf(settingsOf(seller && toSeller(seller)));
  const learnt = await write({
    update: counterKey(sellerId, day),
    set: { terms },
    when: 'attribute_not_exists(#terms)',
  });
  return learnt.ok ? terms : ((learnt.old?.terms as Terms | undefined) ?? terms);
};
