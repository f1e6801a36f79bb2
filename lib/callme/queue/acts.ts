import type { Deed, Entry } from './history.ts';
import type { Ticket } from './ticket.ts';

/** What `undo` can take back. */
const ACTS: Deed[] = ['call', 'miss', 'done', 'clear'];

/** How a ticket stands with the stall. */
export type Standing = Pick<Ticket, 'calledAt' | 'counter' | 'missedAt'>;

/** Something that was done to a ticket and stands: what it was, and how the ticket stood before. */
export type Act = { entry: Entry; before: Standing };

/** The last thing done to a ticket that was not taken back. Each `undo` in a history takes one away. */
export const lastAct = ({ history = [] }: Pick<Ticket, 'history'>): Act | undefined => {
  const acts: Act[] = [];
  let now: Standing = {};
  for (const entry of history) {
    if (entry.what === 'undo') now = acts.pop()?.before ?? now;
    if (!ACTS.includes(entry.what)) continue;
    acts.push({ entry, before: now });
    now = after(now, entry);
  }
  return acts.at(-1);
};

const after = (standing: Standing, { what, at, counter = standing.counter }: Entry): Standing => {
  if (what === 'call') return { calledAt: at, ...(counter && { counter }) };
  return what === 'miss' ? { ...standing, missedAt: at } : standing;
};
