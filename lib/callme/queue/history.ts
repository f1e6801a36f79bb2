import { type Item, type Key, transact, type Write, type Written, write } from '../../store/store.ts';
import type { Ticket } from './ticket.ts';

/** What can happen to a ticket. `clear` is the end of many at once. */
export type Deed = 'fetch' | 'take' | 'push' | 'unnote' | 'call' | 'miss' | 'done' | 'clear' | 'undo';

/** What happened to a ticket, when (epoch milliseconds) and by whom: `owner`, `eater` or the id of a clerk. */
export type Entry = {
  what: Deed;
  at: number;
  by: string;
  /** Where a call called to. */
  counter?: string;
  /** What an undo took back: it, and when that was. */
  of?: Deed;
  ofAt?: number;
  /** The request that did it, where it named itself: once more is the same. */
  requestId?: string;
};

/** A change of a ticket that its history is to tell of. */
export type Change = {
  entry: Entry;
  set?: Item;
  add?: Record<string, number>;
  remove?: string[];
  rename?: Record<string, string>;
  returns?: true;
  when: string[];
  values?: Item;
};

/** How long a history gets; then the last thing that happened takes the place of the one before. */
export const MOST = 16;

/** Carries out a change of a ticket, and tells of it in its history, in one conditional write. */
export const change = async (key: Key, one: Change, isFull = false): Promise<Written> => {
  const changed = await write(toWrite(key, one, isFull));
  return isTooLong(changed) && !isFull ? change(key, one, true) : changed;
};

/** The same in one transaction with other writes; the first result is the ticket's. */
export const changeWith = async (
  key: Key,
  one: Change,
  others: Write[],
  isFull = false,
): Promise<Written[]> => {
  const results = await transact([toWrite(key, one, isFull), ...others]);
  return isTooLong(results[0]) && !isFull ? changeWith(key, one, others, true) : results;
};

/** Whether a ticket's history has no room left. */
export const isFull = ({ history = [] }: Pick<Ticket, 'history'>): boolean => history.length >= MOST;

const toWrite = (update: Key, { entry, when, values, add, ...more }: Change, full: boolean): Write => ({
  update,
  ...more,
  add: { ...add, changes: 1 },
  ...(full ? { replace: { history: { at: MOST - 1, by: entry } } } : { append: { history: entry } }),
  when: [...when, ...(full ? [] : ['(attribute_not_exists(#history) OR size(#history) < :most)'])].join(
    ' AND ',
  ),
  values: { ...values, ...(!full && { ':most': MOST }) },
});

const isTooLong = (written: Written | undefined): boolean =>
  written !== undefined && !written.ok && written.old !== undefined && isFull(written.old as Ticket);
