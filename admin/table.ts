type Cell = string | number | null | undefined;

const GAP = '  ';
const NOTHING = '–';
/** What a terminal draws two columns wide. */
const WIDE =
  /\p{Script=Han}|\p{Emoji_Presentation}|\ufe0f|[\u1100-\u115f\u3000-\u30ff\uac00-\ud7a3\uff01-\uff60\uffe0-\uffe6]/u;
const INVISIBLE = /^[\p{Mn}\p{Me}\p{Cf}]+$/u;
/** Control characters and changes of direction: names come from users, and must not steer a terminal. */
const STEERING = /[\p{Cc}\p{Zl}\p{Zp}\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]/gu;

const graphemes = new Intl.Segmenter('zh', { granularity: 'grapheme' });

/** How many columns of a terminal a text takes. */
export const widthOf = (text: string): number =>
  Array.from(graphemes.segment(text), ({ segment }) => {
    if (INVISIBLE.test(segment)) return 0;
    return WIDE.test(segment) ? 2 : 1;
  }).reduce((sum: number, width) => sum + width, 0);

/** Writes rows as aligned columns; numbers to the right. What is missing shows as a dash. */
export const table = (rows: Cell[][]): string => {
  const texts = rows.map((row) => row.map(plain));
  const widths = (texts[0] ?? []).map((_, column) =>
    Math.max(...texts.map((row) => widthOf(row[column] ?? ''))),
  );
  const line = (row: string[], cells: Cell[]) =>
    row
      .map((text, column) => {
        const space = ' '.repeat((widths[column] ?? 0) - widthOf(text));
        return typeof cells[column] === 'number' ? space + text : text + space;
      })
      .join(GAP)
      .trimEnd();
  return texts.map((row, i) => line(row, rows[i] as Cell[])).join('\n');
};

/** Writes a list with a headline, or says that it is empty. */
export const list = (headline: string[], rows: Cell[][], empty: string): string =>
  rows.length > 0 ? table([headline, ...rows]) : empty;

const plain = (cell: Cell): string =>
  cell === null || cell === undefined || cell === '' ? NOTHING : String(cell).replace(STEERING, '?');
