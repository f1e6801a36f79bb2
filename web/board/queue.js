// @ts-check
// biome-ignore-all lint/correctness/noUnusedVariables: the scripts of a page share one scope

/**
 * How a stall's queue stands: numbers that wait, in the order of fetching, and numbers that were called, the latest
 * last. `newest` is the latest call, and how often that number was called by now.
 * @typedef {{
 *   waiting: number[],
 *   called: number[],
 *   newest: { marchSn: number, callCount: number } | null,
 * }} Queue
 */

/** @type {Queue} */
const EMPTY_QUEUE = { waiting: [], called: [], newest: null };

/** More numbers than a stall has. */
const MOST_NUMBERS = 200;

/**
 * Reads a queue out of a message; what is no number is left out.
 * @param {any} message
 * @returns {Queue}
 */
const toQueue = ({ waiting, called, newest }) => ({
  waiting: numbersIn(waiting),
  called: numbersIn(called),
  newest: newest && Number.isInteger(newest.marchSn) ? newest : null,
});

/**
 * The numbers to announce now that the queue has changed, in the order of calling: those that were not called before,
 * and the latest call when it is a recall.
 * @param {Queue} before
 * @param {Queue} now
 */
const newCalls = (before, now) => {
  const calls = now.called.filter((number) => !before.called.includes(number));
  const last = now.called[now.called.length - 1];
  const isRecall = last !== undefined && !calls.includes(last) && wasRecalled(last, before, now);
  return isRecall ? calls.concat(last) : calls;
};

/**
 * A recall counts, and moves its number to the end of the called ones, behind some that were called later.
 * @param {number} last
 * @param {Queue} before
 * @param {Queue} now
 */
const wasRecalled = (last, before, now) => {
  const later = before.called.slice(before.called.indexOf(last) + 1);
  const hasMoved = later.some((number) => now.called.includes(number));
  const hasCounted =
    before.newest !== null &&
    now.newest !== null &&
    before.newest.marchSn === now.newest.marchSn &&
    before.newest.callCount < now.newest.callCount;
  return hasMoved || hasCounted;
};

/** @param {any} value @returns {number[]} */
const numbersIn = (value) =>
  Array.isArray(value) ? Array.from(new Set(value.filter(Number.isInteger))).slice(0, MOST_NUMBERS) : [];
