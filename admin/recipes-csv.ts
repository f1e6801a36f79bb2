import { CsvError, parse } from 'csv-parse/sync';
import type { DishChange } from '../lib/recipes/import.ts';

/** A line of the file that is wrong, and why. */
export type Fault = { line: number; reason: string };

type Row = { line: number; cells: string[] };
type Column = { most: number; check?: (text: string) => string | undefined };

const FIRST_ID = 2000;
const MOST_FAULTS = 20;

const link = (text: string) =>
  text === '' || (/^https?:\/\/\S+$/i.test(text) && URL.canParse(text))
    ? undefined
    : 'is no http or https address';

/** The columns, and how many characters each holds. `bv` stands for `link`. */
const COLUMNS: Record<string, Column> = {
  name: { most: 64, check: (text) => (text === '' ? 'is missing' : undefined) },
  stuff: { most: 512 },
  link: { most: 1024, check: link },
  bv: {
    most: 32,
    check: (text) => (/^((BV|av)\w+)?$/.test(text) ? undefined : 'is no id of a video, such as BV1NE411Q7Jj'),
  },
  difficulty: { most: 64 },
  tags: { most: 64 },
  methods: { most: 64 },
  tools: { most: 512 },
  description: { most: 10_000 },
  mylink: { most: 1024, check: (text) => (/\s/.test(text) ? 'has a blank in it' : undefined) },
};
const NAMES = Object.keys(COLUMNS);
/** A file may do without these. `link` and `bv` stand for each other. */
const OPTIONAL = ['bv', 'description', 'mylink'];
const HEADLINE =
  'name, stuff, link (or bv), difficulty, tags, methods, tools, and perhaps description, myLink';

/**
 * Reads a file of dishes: CSV in UTF-8 whose first line names the columns, in whatever order. The dish of the first row
 * has the id 2000, that of the next 2001.
 * @returns the dishes, or what is wrong with the file: of more than 20 faults the first ones, in the order of lines
 */
export const readDishes = (bytes: Buffer): { dishes: DishChange[] } | { faults: Fault[] } => {
  const text = decode(bytes);
  if (typeof text !== 'string') return { faults: text };
  const rows = split(text);
  if (!Array.isArray(rows)) return { faults: [rows] };

  const [head, ...others] = rows;
  const columns = (head?.cells ?? []).map((name) => name.toLowerCase());
  const faultOfHead = checkHead(columns);
  if (faultOfHead) return { faults: [{ line: head?.line ?? 1, reason: faultOfHead }] };
  if (others.length === 0) return { faults: [{ line: 2, reason: 'there is no dish' }] };

  const faults = others.flatMap((row) => checkRow(columns, row)).slice(0, MOST_FAULTS);
  return faults.length > 0 ? { faults } : { dishes: others.map((row, i) => toDish(columns, row, i)) };
};

/** The text, or the lines that are not UTF-8: files that a spreadsheet has saved often are GBK. */
const decode = (bytes: Buffer): string | Fault[] => {
  const decoder = new TextDecoder('utf-8', { fatal: true });
  try {
    return decoder.decode(bytes);
  } catch {
    const lines = bytes.toString('latin1').split('\n');
    const isBroken = (line: string) => Buffer.from(line, 'latin1').toString().includes('\ufffd');
    return lines
      .flatMap((line, i) => (isBroken(line) ? [{ line: i + 1, reason: 'is not UTF-8' }] : []))
      .slice(0, MOST_FAULTS);
  }
};

const split = (text: string): Row[] | Fault => {
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
    // It would count `\r\n` in a cell as two.
    parse(text.replaceAll(/\r\n?/g, '\n'), {
      relax_column_count: true,
      skip_empty_lines: true,
      on_record: keep,
    });
    return rows;
  } catch (error) {
    if (!(error instanceof CsvError)) throw error;
    return { line: read + 1, reason: 'its quotes (") are broken' };
  }
};

/** What is wrong with the names of the columns. A last one without a name is where a comma ends every line. */
const checkHead = (columns: string[]): string | undefined => {
  const named = columns.at(-1) === '' ? columns.slice(0, -1) : columns;
  const unknown = named.find((name) => !NAMES.includes(name));
  if (unknown !== undefined) return `"${unknown}" is no column: there are ${HEADLINE}`;
  const twice = named.find((name, i) => named.indexOf(name) < i);
  if (twice) return `the column ${twice} is there twice`;
  if (named.includes('link') && named.includes('bv')) return 'link and bv are one column: leave one out';
  const isThere = (name: string) => named.includes(name) || (name === 'link' && named.includes('bv'));
  const missing = NAMES.find((name) => !OPTIONAL.includes(name) && !isThere(name));
  return missing && `the column ${missing} is missing: there are ${HEADLINE}`;
};

const checkRow = (columns: string[], { line, cells }: Row): Fault[] => {
  if (cells.length !== columns.length)
    return [{ line, reason: `has ${cells.length} columns instead of ${columns.length}` }];
  return columns.flatMap((name, i) => {
    const reason = checkCell(name, cells[i] as string);
    return reason ? [{ line, reason: name === '' ? reason : `${name} ${reason}` }] : [];
  });
};

const checkCell = (name: string, text: string): string | undefined => {
  const column = COLUMNS[name];
  if (!column) return text === '' ? undefined : 'has something in the column without a name';
  const length = [...text].length;
  if (length > column.most) return `has ${length} characters, and ${column.most} at most are kept`;
  return column.check?.(text);
};

const toDish = (columns: string[], { cells }: Row, i: number): DishChange => {
  const cell = (name: string) => cells[columns.indexOf(name)] ?? '';
  const bv = cell('bv');
  return {
    id: FIRST_ID + i,
    name: cell('name'),
    stuff: cell('stuff'),
    link: bv ? `https://www.bilibili.com/video/${bv}` : cell('link'),
    difficulty: cell('difficulty'),
    tags: cell('tags'),
    methods: cell('methods'),
    tools: cell('tools'),
    ...(columns.includes('description') && { description: cell('description') || null }),
    ...(columns.includes('mylink') && { myLink: cell('mylink') || null }),
  };
};
