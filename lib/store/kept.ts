/** What a read found, kept for a while. `forget` has the next one read again. */
export type Kept<T> = ((name?: string) => Promise<T>) & { forget: (name?: string) => void };

/** Answers of one read that are kept at once; whoever asks for ever new names must not fill the memory. */
const MOST = 1_000;

/**
 * Keeps in this container what `read` finds, by name, for `ms` milliseconds from when it began to look: all who ask
 * meanwhile share one read. What is not there, or could not be read, is not kept. For what may be seen so late; what a
 * write decides, the write itself must look at.
 */
export const keep = <T>(ms: number, read: (name: string) => Promise<T>): Kept<T> => {
  const kept = new Map<string, { found: Promise<T>; since: number }>();

  const ask = (name = ''): Promise<T> => {
    const now = Date.now();
    const known = kept.get(name);
    // A clock may be put back.
    if (known && now >= known.since && now - known.since < ms) return known.found;

    const entry = { found: read(name), since: now };
    const drop = () => {
      if (kept.get(name) === entry) kept.delete(name);
    };
    entry.found.then((found) => found === undefined && drop(), drop);
    // The map's order is that of keeping: the first is the oldest.
    kept.delete(name);
    kept.set(name, entry);
    const [oldest] = kept.keys();
    if (kept.size > MOST && oldest !== undefined) kept.delete(oldest);
    return entry.found;
  };
  return Object.assign(ask, { forget: (name = '') => void kept.delete(name) });
};
