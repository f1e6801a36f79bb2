// @ts-check
// biome-ignore-all lint/correctness/noUnusedVariables: the scripts of a page share one scope

/** What is not announced by then is shown all the same; nobody listens to a list of twenty numbers. */
const MOST_ANNOUNCEMENTS = 20;
/** How long a number stands out at least, also without a sound. */
const STANDS_OUT_FOR = 4000;

/**
 * Announces numbers one after another.
 * @param {{
 *   show: (number: number | null) => void,
 *   announce: (number: number) => Promise<void>,
 *   isCalled: (number: number) => boolean,
 * }} options `show`: the number that is announced now, or null
 */
const createAnnouncer = ({ show, announce, isCalled }) => {
  /** @type {number[]} */
  let upcoming = [];
  let isBusy = false;

  const work = async () => {
    if (isBusy) return;
    isBusy = true;
    for (let number = upcoming.shift(); number !== undefined; number = upcoming.shift()) {
      // Whose meal is collected meanwhile is not called any more.
      if (!isCalled(number)) continue;
      show(number);
      await Promise.all([announce(number).catch(() => {}), pause(STANDS_OUT_FOR)]);
      show(null);
    }
    isBusy = false;
  };

  /** @param {number[]} numbers */
  return (numbers) => {
    const others = upcoming.filter((number) => !numbers.includes(number));
    upcoming = others.concat(numbers).slice(-MOST_ANNOUNCEMENTS);
    work();
  };
};
