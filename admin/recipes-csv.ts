import type { DishRow } from '../lib/recipes/plan.ts';
import { type Fault, type Row, readSheet } from './csv.ts';
import { checkCells, checkHeading, checkLost, toDishRow } from './recipes-columns.ts';

/** The dishes of a file, and on which line each is. */
export type DishSheet = { separator: string; dishes: DishRow[]; lines: number[] };

/** Reads a file of dishes: CSV whose first row names the columns, in whatever order. */
export const readDishes = (text: string): DishSheet | { faults: Fault[] } => {
  const sheet = readSheet(text);
  if (!('rows' in sheet)) return { faults: [sheet] };

  const [heading, ...rows] = sheet.rows;
  const columns = (heading?.cells ?? []).map((name) => name.toLowerCase());
  const line = heading?.line ?? 1;
  const reason = checkHeading(columns);
  if (reason) return { faults: [{ line, reason }] };
  if (rows.length === 0)
    return { faults: [{ line: line + 1, reason: 'there is no dish: write one a line' }] };

  const lost = checkLost(rows.map(({ cells }) => cells));
  if (lost) return { faults: [{ line: line + 1, reason: lost }] };

  const faults = rows.flatMap((row) =>
    checkCells(columns, row.cells).map((reason) => ({ line: row.line, reason })),
  );
  if (faults.length > 0) return { faults };
  const dishes = rows.map(({ cells }) => toDishRow(columns, cells));
  const twice = checkIds(dishes, rows);
  return twice.length > 0
    ? { faults: twice }
    : { separator: sheet.separator, dishes, lines: rows.map((row) => row.line) };
};

const checkIds = (dishes: DishRow[], rows: Row[]): Fault[] => {
  const lines = new Map<number, number>();
  return dishes.flatMap(({ id }, i) => {
    const { line } = rows[i] as Row;
    const before = id === undefined ? undefined : lines.get(id);
    if (id !== undefined) lines.set(id, before ?? line);
    const reason = `id ${id} is that of line ${before}, too: write another, or none`;
    return before === undefined ? [] : [{ line, reason }];
  });
};
