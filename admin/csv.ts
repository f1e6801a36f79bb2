import { CsvError, parse } from 'csv-parse/sync';
import { visible } from '../lib/http/text.ts';

/** Something that is wrong with a line of a file, counted from 1, and what to do about it. */
export type Fault = { line: number; reason: string };

/** A row, and the line that it begins on. */
export type Row = { line: number; cells: string[] };

/** A file's rows, those left out in which every cell is empty. */
export type Sheet = { separator: string; rows: Row[] };

const SEPARATORS = [',', ';', '\t'];
/** The line by which Excel is told what separates. */
const EXCEL_LINE = /^"?sep=(.)"?[,;\t]*$/im;
/** Control characters but for the ends of lines and TAB. */
const CONTROL = /[\p{Cc}--[\n\t]]/gv;

/**
 * Reads CSV as spreadsheets write it: `,`, `;` or TAB between, whichever the heading has most of, or what a first line
 * `sep=` says; lines that end in LF, CRLF or CR. What nobody sees is taken out, NUL among it.
 */
export const readSheet = (given: string): Sheet | Fault => {
  const lines = visible(given.replaceAll(/\r\n?/g, '\n').replaceAll(CONTROL, ''));
  const [, said] = EXCEL_LINE.exec(lines.trimStart().split('\n', 1)[0] ?? '') ?? [];
  // An empty line in its place: the others keep their numbers.
  const text = said === undefined ? lines : lines.replace(EXCEL_LINE, '');
  const separator = separatorOf(text, said);
  const rows = split(text, separator);
  return Array.isArray(rows)
    ? { separator, rows: rows.filter(({ cells }) => cells.some((cell) => cell !== '')) }
    : rows;
};

/** Writes CSV that Excel opens as it is: UTF-8 with a byte order mark, CRLF. The last line has no end. */
export const writeSheet = (rows: string[][]): string =>
  `\ufeff${rows.map((cells) => cells.map(quoted).join(',')).join('\r\n')}`;

const quoted = (cell: string): string =>
  /[",;\t\r\n]/.test(cell) ? `"${cell.replaceAll('"', '""')}"` : cell;

const separatorOf = (text: string, said: string | undefined): string => {
  const heading = text.split('\n').find((line) => /[^\s,;"]/.test(line)) ?? '';
  const candidates = said === undefined ? SEPARATORS : [said, ...SEPARATORS];
  const often = (separator: string) => heading.split(separator).length;
  return candidates.reduce((best, one) => (often(one) > often(best) ? one : best));
};

const split = (text: string, delimiter: string): Row[] | Fault => {
  const rows: Row[] = [];
  let read = 0;
  const keep = (record: string[], { lines }: { lines: number }): null => {
    // A quoted cell may hold line breaks: the parser counts up to the end of a row.
    const breaks = record.join('').split('\n').length - 1;
    rows.push({ line: lines - breaks, cells: record.map((cell) => cell.trim()) });
    read = lines;
    return null;
  };
  try {
    parse(text, { delimiter, relax_column_count: true, skip_empty_lines: true, on_record: keep });
    return rows;
  } catch (error) {
    if (!(error instanceof CsvError)) throw error;
    const reason =
      'its quotes (") are broken: put the whole cell between quotes, and write each " in it twice';
    return { line: read + 1, reason };
  }
};
