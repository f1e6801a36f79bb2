import { UsageError } from './command.ts';

/** Takes a name that somebody else gave to a thing. @throws UsageError when it has not the form of one */
export const readName = (what: string, given: string): string => {
  if (/^[\w-]{1,64}$/.test(given)) return given;
  throw new UsageError(`"${given}" is no ${what}, which is made of letters, digits, - and _`);
};

/** Takes a number of days, seconds or the like. @throws UsageError when it is none from 1 to `most` */
export const readCount = (unit: string, given: string, most: number): number => {
  const count = /^\d{1,9}$/.test(given) ? Number(given) : 0;
  if (count >= 1 && count <= most) return count;
  throw new UsageError(`"${given}" is no number of ${unit} from 1 to ${most}`);
};

/** Takes a day of the calendar. @throws UsageError when it is none */
export const readDay = (given: string): string => {
  const time = /^\d{4}-\d\d-\d\d$/.test(given) ? Date.parse(given) : Number.NaN;
  if (!Number.isNaN(time) && new Date(time).toISOString().startsWith(given)) return given;
  throw new UsageError(`"${given}" is no day, such as 2026-11-20`);
};
