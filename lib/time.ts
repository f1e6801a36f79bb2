export const MINUTE = 60;
export const HOUR = 60 * MINUTE;
export const DAY = 24 * HOUR;

/** Making one takes fifty times as long as using it. */
const calendars = new Map<string, Intl.DateTimeFormat>();
const clocks = new Map<string, Intl.DateTimeFormat>();

/** China keeps one time, without summer time. */
const CHINA = 8 * HOUR;

/** Now in epoch seconds: the unit of every `expiresAt`. */
export const nowSeconds = (): number => Math.floor(Date.now() / 1000);

/** The calendar day (`2026-11-20`) that it is at `at` (epoch milliseconds) in a time zone. */
export const dayIn = (timeZone: string, at = Date.now()): string => {
  const calendar =
    calendars.get(timeZone) ?? new Intl.DateTimeFormat('en-CA', { timeZone, dateStyle: 'short' });
  calendars.set(timeZone, calendar);
  return calendar.format(at);
};

/** The time of day (`13:05`) that it is at `at` (epoch milliseconds) in a time zone. */
export const clockIn = (timeZone: string, at = Date.now()): string => {
  const clock =
    clocks.get(timeZone) ??
    new Intl.DateTimeFormat('en-GB', { timeZone, hour: '2-digit', minute: '2-digit', hourCycle: 'h23' });
  clocks.set(timeZone, clock);
  return clock.format(at);
};

/** When the calendar day of `at` (epoch milliseconds) ends in a time zone, in epoch seconds. */
export const dayEnd = (timeZone: string, at = Date.now()): number => {
  const day = dayIn(timeZone, at);
  // A day has 25 hours at most; where it ends is found by halves, whatever the zone does to its clocks.
  let [within, beyond] = [Math.floor(at / 1000), Math.floor(at / 1000) + 26 * HOUR];
  while (beyond - within > 1) {
    const middle = Math.floor((within + beyond) / 2);
    if (dayIn(timeZone, middle * 1000) === day) within = middle;
    else beyond = middle;
  }
  return beyond;
};

/** The hour, 0 to 23, that it is at `at` (epoch milliseconds) in a time zone. */
export const hourIn = (timeZone: string, at: number): number => Number(clockIn(timeZone, at).slice(0, 2));

/** `at` (epoch seconds) moved by months of China's calendar; a day that the month lacks becomes its last one. */
export const addMonths = (at: number, months: number): number => {
  const from = new Date((at + CHINA) * 1000);
  const to = new Date(from);
  to.setUTCDate(1);
  to.setUTCMonth(from.getUTCMonth() + months);
  const lastDay = new Date(Date.UTC(to.getUTCFullYear(), to.getUTCMonth() + 1, 0)).getUTCDate();
  to.setUTCDate(Math.min(from.getUTCDate(), lastDay));
  return Math.floor(to.getTime() / 1000) - CHINA;
};

/** How many calendar months have begun between `from` and `until` (epoch seconds); 0 once `until` has passed. */
export const monthsBegun = (from: number, until: number): number => {
  let months = 0;
  while (addMonths(from, months) < until) months += 1;
  return months;
};
