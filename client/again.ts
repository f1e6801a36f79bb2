const pause = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));

/** A random time up to `base` doubled with every failure, so that many clients do not return at the same moment. */
export const backoff = (failures: number, base: number, most: number): number =>
  Math.random() * Math.min(most, base * 2 ** failures);

/** Attempts something until it succeeds, or fails in a way not worth another attempt, with a pause in between. */
export const again = async <T>(
  attempt: () => Promise<T>,
  isWorthIt: (error: unknown, failures: number) => boolean,
): Promise<T> => {
  for (let failures = 1; ; failures += 1) {
    try {
      return await attempt();
    } catch (error) {
      if (!isWorthIt(error, failures)) throw error;
      await pause(backoff(failures, 300, 3_000));
    }
  }
};
