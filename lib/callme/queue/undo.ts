import { PRESENT } from '../../store/store.ts';
import { MINUTE, nowSeconds } from '../../time.ts';
import { OWNER } from '../callers.ts';
import { ticketKey } from '../keys.ts';
import { type Failure, fail } from '../outcome.ts';
import { type Act, lastAct, type Standing } from './acts.ts';
import { change, type Deed, type Entry, isFull } from './history.ts';
import { listKeptTickets } from './list.ts';
import type { Place } from './numbers.ts';
import { listPast } from './past.ts';
import { isEnded, lifeEnd, type Ticket } from './ticket.ts';

/** Who takes back, of which number if of one, and for which request. */
type Wish = { by?: string; marchSn?: number | undefined; requestId?: string | undefined };

/** What was taken back: of which number, and of a `clear` all numbers that came back. */
export type Undone = { marchSn: number; undone: Deed; back?: number[] };

/** A ticket, and the act that is to be taken back of it. */
type Target = { ticket: Ticket; act: Act };

/** Seconds in which something can be taken back. */
const MEMORY = 5 * MINUTE;
/** Seconds that a ticket lives at least when it is brought back after its day is over. */
const LEAST = 15 * MINUTE;
const TRIES = 5;

/**
 * Takes back the last `call`, `miss`, `done` or `clear`, of a stall or of a number. What has ended comes back as long as
 * nobody has its number. Each ticket is one write, on the condition that nothing happened to it meanwhile.
 */
export const undo = async (place: Place, wish: Wish = {}): Promise<Undone | Failure> => {
  for (let attempt = 1; attempt <= TRIES; attempt += 1) {
    const { sellerId } = place;
    const [tickets, past] = await Promise.all([
      listKeptTickets(sellerId),
      wish.marchSn === undefined ? listPast(sellerId, Date.now() - MEMORY * 1000) : [],
    ]);
    const done = repeated(tickets, wish.requestId);
    const last = done ?? choose(tickets, past, wish.marchSn);
    if (!last) return fail('Null List Error');
    const targets = targetsOf(tickets, last, wish);
    const taken = await Promise.all(targets.map((target) => takeBack(place, target, wish)));
    const back = targets.filter((_, i) => taken[i]).map(({ ticket }) => ticket);
    const all = [...back, ...(done ? undoneBy(tickets, done) : [])];
    if (all[0]) return toUndone(all, last);
    // Something happened to it at this very moment: another undo, perhaps, whose word holds for both.
    const other = undoneBy(await listKeptTickets(sellerId), last).filter(
      ({ marchSn }) => wish.marchSn === undefined || marchSn === wish.marchSn,
    );
    if (other[0]) return toUndone(other, last);
  }
  return fail('Null List Error');
};

/** What was done, when: the same of all tickets of one `clear`. */
type Done = Pick<Entry, 'what' | 'at'>;

/** What an earlier try of a request has taken back. */
const repeated = (tickets: Ticket[], requestId: string | undefined): Done | undefined => {
  const entry = tickets
    .flatMap(({ history = [] }) => history)
    .find((one) => requestId !== undefined && one.what === 'undo' && one.requestId === requestId);
  return entry && { what: entry.of as Deed, at: entry.ofAt as number };
};

/** The latest act that stands. Of one whose number was given out again nothing can be taken back, nor anything instead. */
const choose = (tickets: Ticket[], past: Ticket[], marchSn: number | undefined): Done | undefined => {
  const since = Date.now() - MEMORY * 1000;
  const latest = [...tickets.filter((one) => marchSn === undefined || one.marchSn === marchSn), ...past]
    .flatMap((ticket) => {
      const act = lastAct(ticket);
      return act && act.entry.at >= since ? [{ ticket, act }] : [];
    })
    .sort((a, b) => b.act.entry.at - a.act.entry.at)[0];
  return latest && !past.includes(latest.ticket) ? latest.act.entry : undefined;
};

/** Whose act it is: one ticket's, and of a `clear` that of all that it ended. */
const targetsOf = (tickets: Ticket[], { what, at }: Done, { marchSn }: Wish): Target[] => {
  const targets = tickets.flatMap((ticket) => {
    const act = lastAct(ticket);
    const isIt = act?.entry.what === what && act.entry.at === at;
    return isIt && (marchSn === undefined || marchSn === ticket.marchSn) ? [{ ticket, act }] : [];
  });
  return what === 'clear' ? targets : targets.slice(0, 1);
};

/** The tickets of which this has been taken back. */
const undoneBy = (tickets: Ticket[], { what, at }: Done): Ticket[] =>
  tickets.filter(({ history = [] }) => {
    const last = history.at(-1);
    return last?.what === 'undo' && last.of === what && last.ofAt === at;
  });

const takeBack = async (
  { timeZone }: Place,
  { ticket, act: { entry, before } }: Target,
  { by = OWNER, requestId }: Wish,
): Promise<boolean> => {
  const { sellerId, marchSn, fetchId, changes, formerUser } = ticket;
  const wasEnded = isEnded(ticket);
  const { set, remove } = standingAs(before);
  const undone = await change(
    ticketKey(sellerId, marchSn),
    {
      entry: {
        what: 'undo',
        at: Date.now(),
        by,
        of: entry.what,
        ofAt: entry.at,
        ...(requestId && { requestId }),
      },
      set: {
        ...set,
        ...(wasEnded && formerUser && { user: formerUser }),
        expiresAt: Math.max(lifeEnd(timeZone, ticket.fetchedAt), nowSeconds() + LEAST),
      },
      remove: [...remove, ...(wasEnded ? ['endedAt'] : [])],
      when: [
        wasEnded ? '(attribute_exists(endedAt) AND expiresAt > :now)' : PRESENT,
        'fetchId = :fetchId',
        '#changes = :changes',
      ],
      values: { ':fetchId': fetchId, ':changes': changes },
    },
    isFull(ticket),
  );
  return undone.ok;
};

/** What brings a ticket back to how it stood. Its `callCount` stays: another call is another one, and is told again. */
const standingAs = (before: Standing) => ({
  set: before,
  remove: (['calledAt', 'counter', 'missedAt'] as const).filter((name) => before[name] === undefined),
});

const toUndone = (tickets: Ticket[], { what }: Done): Undone => {
  const back = tickets.map(({ marchSn }) => marchSn);
  return { marchSn: back[0] as number, undone: what, ...(what === 'clear' && { back }) };
};
