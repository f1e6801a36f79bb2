import type { Entry, NewEntry } from './entry.ts';

/** Queries that change nothing: clients repeat them to see whether something has changed. */
const POLLS = [
  ...['hungry', 'queue', 'note', 'stats', 'info', 'menu'],
  ...['status', 'latest_renting_or_reverting_status'],
];

/** The entry of the same poll by the same person, if they have only polled since. */
export const samePoll = ({ who, name, sent }: NewEntry, entries: Entry[]): Entry | undefined => {
  if (!POLLS.includes(name)) return undefined;
  const asked = JSON.stringify(sent);
  for (const entry of entries) {
    if (entry.who !== who) continue;
    if (entry.kind !== 'request' || !POLLS.includes(entry.name)) return undefined;
    if (entry.name === name && JSON.stringify(entry.sent) === asked && entry.state !== 'pending')
      return entry;
  }
  return undefined;
};
