import { ABSENT, type Item, read, readOne, type Write } from '../../store/store.ts';
import { DAY, nowSeconds } from '../../time.ts';
import { eaterKey, ticketKey } from '../keys.ts';
import type { Ticket } from './ticket.ts';

/** A ticket that an eater was linked to, perhaps one that has ended since. */
type Link = Pick<Ticket, 'marchSn' | 'fetchId'>;

/** What an eater was linked to at a stall, when that was last (epoch milliseconds), and how often it has changed. */
export type Links = { links: Link[]; linkedAt: number; changes: number };

/** Reads what an eater was linked to at a stall. */
export const readLinks = async (sellerId: number, user: string): Promise<Links> =>
  toLinks(await readOne(eaterKey(sellerId, user)));

/** Those of an eater's tickets that are still open. They were linked before they are looked at, so that none is missed. */
export const openLinks = async (sellerId: number, user: string, links: Link[]): Promise<Link[]> => {
  const items = await read(links.map(({ marchSn }) => ticketKey(sellerId, marchSn)));
  return links.filter(({ fetchId }, i) => items[i]?.fetchId === fetchId && items[i]?.user === user);
};

/** The write that adds a link to those that are still open, on the condition that nobody added one meanwhile. */
export const link = (
  sellerId: number,
  user: string,
  { changes }: Links,
  { marchSn, fetchId }: Link,
  others: Link[],
): Write => ({
  put: eaterKey(sellerId, user),
  item: {
    links: [...others, { marchSn, fetchId }],
    linkedAt: Date.now(),
    changes: changes + 1,
    expiresAt: nowSeconds() + DAY,
  },
  ...(changes === 0 ? { when: ABSENT } : { when: '#changes = :changes', values: { ':changes': changes } }),
});

const toLinks = (item: Item | undefined): Links => ({
  links: (item?.links as Link[] | undefined) ?? [],
  linkedAt: (item?.linkedAt as number | undefined) ?? 0,
  changes: (item?.changes as number | undefined) ?? 0,
});
