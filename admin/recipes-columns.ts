import type { Dish } from '../lib/recipes/menus.ts';
import type { DishRow } from '../lib/recipes/plan.ts';

/** A column: how many characters a cell of it holds, and what is wrong with a text for it, and what to do. */
type Column = { most: number; check?: (text: string) => string | undefined };

/** As many as the routes take. */
const MOST_ID = 999_999_999;

/** The columns in lower case. `bv` stands for `link`. */
const COLUMNS: Record<string, Column> = {
  id: {
    most: 32,
    check: (text) =>
      /^(?:|0*[1-9]\d{0,8}(?:\.0+)?)$/.test(text)
        ? undefined
        : `"${text}" is no number from 1 to ${MOST_ID}: write digits alone, or leave it empty`,
  },
  name: { most: 64, check: (text) => (text === '' ? 'is missing: write one, or empty the row' : undefined) },
  stuff: { most: 512 },
  link: {
    most: 1024,
    check: (text) =>
      text === '' || (/^https?:\/\/\S+$/i.test(text) && URL.canParse(text))
        ? undefined
        : 'is no http or https address: write a whole one, or leave it empty',
  },
  bv: {
    most: 32,
    check: (text) =>
      /^((BV|av)\w+)?$/.test(text)
        ? undefined
        : 'is no id of a video, such as BV1NE411Q7Jj: write one, or leave it empty',
  },
  difficulty: { most: 64 },
  tags: { most: 64 },
  methods: { most: 64 },
  tools: { most: 512 },
  description: { most: 10_000 },
  mylink: {
    most: 1024,
    check: (text) => (/\s/.test(text) ? 'has a blank in it: write it without' : undefined),
  },
};
const NAMES = Object.keys(COLUMNS);
/** A file may do without these. `link` and `bv` stand for each other. */
const OPTIONAL = ['id', 'bv', 'description', 'mylink'];
/** Where these are empty in some rows in turn, Excel ends the rows before them. */
const MAY_END_BEFORE = ['', 'description', 'mylink'];
const HEADING =
  'name, stuff, link (or bv), difficulty, tags, methods, tools, and perhaps id, description, myLink';
const CHINESE = /\p{Script=Han}/u;
/** What is left of Chinese in a file of an encoding that has none, such as the CSV of an English Excel. */
const LOST = /^[?\s\p{P}\p{N}]*\?\?[?\s\p{P}\p{N}]*$/u;
/** What spreadsheets save where they took a text such as `-勺` for a formula. */
const NO_FORMULA = /^(#(NAME\?|REF!|VALUE!|DIV\/0!|N\/A|NUM!|NULL!)|Err:\d{3})$/;
/** Names in a list may stand on a line each. */
const LISTS = ['stuff', 'tools'];

/** What is wrong with a heading, and what to do. Columns without a name are of no account as long as they are empty. */
export const checkHeading = (columns: string[]): string | undefined => {
  const named = columns.filter((name) => name !== '');
  const unknown = named.find((name) => !NAMES.includes(name));
  if (unknown !== undefined)
    return `"${unknown}" is no column: rename it, or leave it out. There are ${HEADING}`;
  const twice = named.find((name, i) => named.indexOf(name) < i);
  if (twice) return `the column ${twice} is there twice: leave one out`;
  if (named.includes('link') && named.includes('bv')) return 'link and bv are one column: leave one out';
  const isThere = (name: string) => named.includes(name) || (name === 'link' && named.includes('bv'));
  const missing = NAMES.find((name) => !OPTIONAL.includes(name) && !isThere(name));
  return missing && `the column ${missing} is missing: add it, empty or not. There are ${HEADING}`;
};

/** What is wrong with a file whose Chinese was lost when it was saved, and what to do. */
export const checkLost = (rows: string[][]): string | undefined => {
  const cells = rows.flat();
  return cells.some((cell) => LOST.test(cell)) && !cells.some((cell) => CHINESE.test(cell))
    ? 'its Chinese got lost, and there are question marks for it: save it once more, as UTF-8'
    : undefined;
};

/** All that is wrong with a row, and what to do. */
export const checkCells = (columns: string[], cells: string[]): string[] => {
  const sizes = `has ${cells.length} cells, and the heading ${columns.length}`;
  if (cells.slice(columns.length).some((cell) => cell !== ''))
    return [`${sizes}: put a cell that has a separator in it between quotes (")`];
  if (!columns.slice(cells.length).every((name) => MAY_END_BEFORE.includes(name)))
    return [`${sizes}: write the separators of empty cells, too`];
  return columns.flatMap((name, i) => {
    const reason = checkCell(name, cells[i] ?? '');
    return reason ? [name === '' ? reason : `${name} ${reason}`] : [];
  });
};

/** A row that has nothing wrong with it, as a dish. */
export const toDishRow = (columns: string[], cells: string[]): DishRow => {
  const cell = (name: string) => {
    const text = cells[columns.indexOf(name)] ?? '';
    return name === 'description' ? text : text.replaceAll(/\s*\n\s*/g, LISTS.includes(name) ? '、' : ' ');
  };
  const [id, bv] = [cell('id'), cell('bv')];
  return {
    ...(id !== '' && { id: Number(id) }),
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

/** The heading and the rows of these dishes. Description and myLink are columns where a dish has any. */
export const toSheet = (dishes: Dish[]): string[][] => {
  const names: (keyof Dish)[] = ['id', 'name', 'stuff', 'link', 'difficulty', 'tags', 'methods', 'tools'];
  for (const name of ['description', 'myLink'] as const)
    if (dishes.some((dish) => dish[name] !== null)) names.push(name);
  return [names, ...dishes.map((dish) => names.map((name) => String(dish[name] ?? '')))];
};

const checkCell = (name: string, text: string): string | undefined => {
  const column = COLUMNS[name];
  if (!column)
    return text === '' ? undefined : 'has something in a column without a name: name it, or empty it';
  if (NO_FORMULA.test(text))
    return `is ${text}: the spreadsheet took it for a formula. Make the cell one of text, and write it anew`;
  if (text.includes('\ufffd')) return 'has a character that got lost (�): write it anew';
  const length = [...text].length;
  if (length > column.most) return `has ${length} characters: shorten it to ${column.most}`;
  return column.check?.(text);
};
