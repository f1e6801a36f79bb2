import { readFile } from 'node:fs/promises';
import { type HourStats, LONGEST_SPAN, lengthOf, readSpan, type SpanStats } from '../lib/callme/stats.ts';
import { dayIn } from '../lib/time.ts';
import { picture } from '../web/figures/picture.ts';
import { command, type Group, UsageError } from './command.ts';
import { writeSheet } from './csv.ts';
import { writeTextFile } from './file.ts';
import { readDay } from './given.ts';
import { findSeller } from './seller.ts';
import { table } from './table.ts';

type Row = SpanStats['days'][number];

/** The columns of a file, named as the answers of `stats` name them, and how they are headed on a screen. */
const COLUMNS: [name: keyof Row, heading: string][] = [
  ['day', 'day'],
  ['fetched', 'fetched'],
  ['noted', 'noted'],
  ['called', 'called'],
  ['done', 'done'],
  ['missed', 'missed'],
  ['selfTaken', 'self-taken'],
  ['averageWaitSeconds', 'wait, mean'],
  ['medianWaitSeconds', 'median'],
  ['p90WaitSeconds', 'p90'],
  ['messagesSent', 'messages'],
  ['messagesRefused', 'refused'],
];
const WIDTH = 720;

const show = command({
  usage: '<seller> [--from <from>] [--to <to>] [--csv] [--svg <file>]',
  summary: 'shows the days of a stall in numbers, and draws them',
  details: `<seller> is the phone number of a stall, or its id. <from> and <to> are days such as 2026-11-20, ${LONGEST_SPAN} at most:
today, unless <from> is given, and from there until today, unless <to> is given. Waits are seconds from fetch to call.
--csv prints a row for each day, as Excel opens it: npm -s run admin -- stats 1 --from 2026-11-01 --csv > days.csv
--svg draws a day by its hours, several by the day, into <file>, which every browser shows.`,
  run: async ({ seller: word, from, to, csv, file }) => {
    const seller = await findSeller(word);
    const span = readDays(from, to, dayIn(seller.timeZone));
    const stats = await readSpan(seller.id, ...span);
    const [isDay, dates] = [span[0] === span[1], [...new Set(span)].join(' – ')];
    if (file !== undefined) await draw(file, stats, `${seller.sellerName ?? seller.telNum}, ${dates}`);
    return { data: stats, text: csv ? sheetOf(stats) : shown(stats, isDay) };
  },
});

const readDays = (from: string | undefined, to: string | undefined, today: string): [string, string] => {
  if (from === undefined && to !== undefined) throw new UsageError('--from is missing');
  const span: [string, string] = [readDay(from ?? today), readDay(to ?? today)];
  const length = lengthOf(...span);
  if (length < 1) throw new UsageError(`${span[0]} is later than ${span[1]}`);
  if (length > LONGEST_SPAN)
    throw new UsageError(`${length} days are too many: ask for ${LONGEST_SPAN} at most`);
  return span;
};

const sheetOf = ({ days }: SpanStats): string =>
  writeSheet([
    COLUMNS.map(([name]) => name),
    ...days.map((row) => COLUMNS.map(([name]) => String(row[name] ?? ''))),
  ]);

/** A day in numbers and by its hours, or a row for each of several days. */
const shown = ({ days, byHour, ...all }: SpanStats, isDay: boolean): string => {
  const cells = (row: Row) => COLUMNS.map(([name]) => row[name]);
  const rows = isDay ? days : [...days, { ...all, day: 'all' }];
  const numbers = table([COLUMNS.map(([, heading]) => heading), ...rows.map(cells)]);
  return isDay && byHour.length > 0 ? `${numbers}\n\n${hours(byHour)}` : numbers;
};

const hours = (byHour: HourStats[]): string =>
  table([
    ['hour', 'fetched', 'called', 'wait, mean'],
    ...byHour.map(({ hour, fetched, called, averageWaitSeconds }) => [
      `${String(hour).padStart(2, '0')}:00`,
      fetched,
      called,
      averageWaitSeconds,
    ]),
  ]);

const draw = async (file: string, { days, ...stats }: SpanStats, title: string): Promise<void> => {
  const style = await readFile(new URL('../web/figures/figures.css', import.meta.url), 'utf8');
  const figures = days.length > 1 ? { ...stats, days } : stats;
  await writeTextFile(file, `${picture(figures, { title, width: WIDTH, style })}\n`);
};

export const group: Group = { summary: "a stall's figures", commands: [show] };
