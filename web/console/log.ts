import type { Entry, NewEntry } from './entry.ts';
import { samePoll } from './polls.ts';

type Outcome = Pick<Entry, 'state'> & Partial<Pick<Entry, 'received' | 'status'>>;

export type Log = {
  /** Notes what has happened. */
  add(entry: NewEntry): void;
  /** Notes a request that is under way; its outcome is given later. */
  begin(entry: NewEntry): (outcome: Outcome) => void;
  clear(): void;
};

type Listener = { added(entry: Entry): void; changed(entry: Entry): void; removed(entry: Entry): void };

/** Keeps the latest `most` entries. The same poll with the same answer again is counted, not noted once more. */
export const createLog = (most: number, { added, changed, removed }: Listener): Log => {
  let entries: Entry[] = [];
  let count = 0;

  const insert = (entry: NewEntry): Entry => {
    count += 1;
    const noted = { state: 'fine', ...entry, id: count, at: Date.now(), times: 1 } satisfies Entry;
    entries.unshift(noted);
    added(noted);
    for (const old of entries.splice(most)) removed(old);
    return noted;
  };

  return {
    add: insert,
    begin: (entry) => {
      const began = performance.now();
      const before = samePoll(entry, entries);
      const noted = before ? undefined : insert({ ...entry, state: 'pending' });
      return (outcome) => {
        const facts = { ...outcome, ms: Math.round(performance.now() - began) };
        const isRepeated = before && JSON.stringify(before.received) === JSON.stringify(outcome.received);
        const told = isRepeated ? before : (noted ?? insert(entry));
        Object.assign(told, facts, isRepeated && { times: before.times + 1 });
        changed(told);
      };
    },
    clear: () => {
      for (const entry of entries) removed(entry);
      entries = [];
    },
  };
};
