import type { CallRow } from './calls.ts';

/** A search among 10,000 dishes, or a Query that it is held against, by the clock: milliseconds, and multiples. */
export type SearchRow = {
  name: string;
  what: string;
  took: number;
  /** To a Query that reads as items what the search finds, and to one that reads an item of every dish. */
  toFound: number;
  toAll: number;
  hasBudget: boolean;
};

/** What the rows are called that a search's are made of. */
export const QUERY = '(Query)';
export const WHAT_IS_FOUND = 'what is found';
export const ALL_COUNTS = "all dishes' counts";
const SEARCH = 'recipes-menus_like';
/** A container without the catalogue reads and decodes it, once: that takes what it takes. */
const COLD = 'cold';

/** How long a search takes, beside plain Queries of the same run. */
export const searchRows = (rows: CallRow[]): SearchRow[] => {
  const query = (wanted: string) =>
    rows.find(({ name, what }) => name === QUERY && what === wanted)?.took ?? Number.NaN;
  const [found, all] = [query(WHAT_IS_FOUND), query(ALL_COUNTS)];
  return rows
    .filter(({ name }) => name === QUERY || name === SEARCH)
    .map(({ name, what, took }) => ({
      name,
      what,
      took,
      toFound: took / found,
      toAll: took / all,
      hasBudget: name === SEARCH && what !== COLD,
    }));
};
