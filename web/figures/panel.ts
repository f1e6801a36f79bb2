import { element, escaped, label, widthOf } from './draw.ts';

/** Where on the paper a panel draws: its columns side by side, its values upwards from 0 to `most`. */
export type Plot = { left: number; right: number; top: number; bottom: number; count: number; most: number };

/** A mark is drawn as it is in the panel: a line from column to column, a level across them, a bar. */
export type Entry = {
  mark: string;
  shape: 'line' | 'level' | 'bar';
  name: [chinese: string, english: string];
  value?: string;
};

/** Pixels: of small letters, of a mark and its gap in a heading, of the paper beyond the last column. */
const SMALL = 10;
const MARK = 15;
const BEYOND = 4;

export const bandOf = ({ left, right, count }: Plot): number => (right - left) / count;
export const middleOf = (plot: Plot, column: number): number => plot.left + bandOf(plot) * (column + 0.5);
export const heightAt = ({ top, bottom, most }: Plot, value: number): number =>
  bottom - ((bottom - top) * value) / most;

/** Lines across the panel, with what they stand for at their left. */
export const grid = (plot: Plot, marks: number[]): string =>
  marks
    .map((mark) => {
      const y = heightAt(plot, mark);
      const line = { class: mark === 0 ? 'axis' : 'grid', x1: plot.left, x2: plot.right, y1: y, y2: y };
      const number = { class: 'small soft', x: plot.left - 5, y: y + 3.5, 'text-anchor': 'end' };
      return element('line', line) + label(String(mark), number);
    })
    .join('');

/** Names below the columns, as many as there is room for; the unit stands where the numbers of the axis do. */
export const names = (plot: Plot, all: string[], unit: string): string => {
  const longest = Math.max(...all.map((name) => widthOf(name, SMALL)));
  const every = Math.ceil((longest + 8) / bandOf(plot));
  const y = plot.bottom + 15;
  const below = all.map((name, i) =>
    i % every === 0 && middleOf(plot, i) + longest / 2 <= plot.right + BEYOND
      ? label(name, { class: 'small soft', x: middleOf(plot, i), y, 'text-anchor': 'middle' })
      : '',
  );
  const units = { class: 'small soft', x: plot.left - 5, y, 'text-anchor': 'end' };
  return below.join('') + (unit && label(unit, units));
};

/** What the panel shows, in which unit, and by which mark each thing is known. */
export const heading = (
  y: number,
  title: [chinese: string, english: string],
  unit: string,
  entries: Entry[],
): string => {
  let x = 0;
  const drawn = entries.map(({ mark, shape, name: [chinese, english], value = '' }) => {
    const said = `${chinese} ${english}${value && ` ${value}`}`;
    const [at, place] = [x, { class: 'small', x: x + MARK, y: y + 16 }];
    x += MARK + widthOf(said, SMALL) + 6;
    const shown = drawMark(shape, mark, at, y + 12.5);
    const number = value && element('tspan', { class: 'value' }, escaped(` ${value}`));
    return (
      shown +
      element(
        'text',
        place,
        escaped(chinese),
        element('tspan', { class: 'soft' }, escaped(` ${english}`)),
        number,
      )
    );
  });
  const [chinese, english] = title;
  return label(chinese, { class: 'title', x: 0, y }, `${english}${unit && `, ${unit}`}`) + drawn.join('');
};

const drawMark = (shape: Entry['shape'], mark: string, x: number, y: number): string => {
  if (shape === 'bar')
    return element('rect', { class: mark, x: x + 1, y: y - 4.5, width: 9, height: 9, rx: 1.5 });
  if (shape === 'line') return element('path', { class: mark, d: `M${x} ${y}h${MARK - 3}` });
  return element('line', { class: mark, x1: x, x2: x + MARK - 3, y1: y, y2: y });
};
