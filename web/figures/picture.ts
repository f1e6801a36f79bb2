import { type Column, type Columns, type Figures, type Line, toColumns } from './columns.ts';
import { element, escaped, label } from './draw.ts';
import { bandOf, grid, heading, heightAt, middleOf, names, type Plot } from './panel.ts';
import { marksUpTo } from './scale.ts';
import { describe, say, type Unit, unitFor } from './words.ts';

/** `title` says whose figures they are, of when. `style`: what a picture that stands alone looks like. */
export type Look = { title: string; width?: number; style?: string };

/** Pixels: of the paper's edge, of a panel's heading, of the axis at its left and of what is below it. */
const EDGE = 6;
const HEAD = 40;
const LEFT = 30;
const FOOT = 18;
const TITLE = 26;

/**
 * Draws an answer of `stats` as SVG: how long numbers waited above, how many were fetched and called below; a day by its
 * hours, several days by the day. Its looks are in figures.css; a screen reader reads the numbers.
 */
export const picture = (figures: Figures, { title, width = 320, style }: Look): string => {
  const drawn = toColumns(figures);
  const isAlone = style !== undefined;
  const begin = isAlone ? TITLE : 0;
  const isEmpty = drawn.columns.length === 0;
  const tall = width > 480 ? 150 : 84;
  const end = begin + (isEmpty ? FOOT : 2 * (HEAD + tall + FOOT));

  const plot = (top: number) => ({
    ...{ left: LEFT, right: width, top: top + HEAD, bottom: top + HEAD + tall },
    count: drawn.columns.length,
  });
  const panels = isEmpty
    ? [label('还没有号', { x: 0, y: begin + 12 }, 'no numbers yet')]
    : [waits(drawn, plot(begin)), numbers(drawn, plot(begin + HEAD + tall + FOOT))];
  return paper(width, end, isAlone, [
    element('title', { id: 'figures-title' }, escaped(title)),
    element('desc', { id: 'figures-words' }, escaped(describe(drawn))),
    ...(isAlone ? [element('style', {}, style), label(title, { class: 'title', x: 0, y: 14 })] : []),
    ...panels,
  ]);
};

/** A sheet with an edge: as large as it is when it stands alone, else as large as there is room. */
const paper = (width: number, height: number, isAlone: boolean, content: string[]): string => {
  const size = { width: width + 2 * EDGE, height: height + 2 * EDGE };
  const attributes = {
    ...{ xmlns: 'http://www.w3.org/2000/svg', class: 'figures' },
    viewBox: `${-EDGE} ${-EDGE} ${size.width} ${size.height}`,
    ...(isAlone && size),
    ...{ role: 'img', 'aria-labelledby': 'figures-title figures-words' },
  };
  const sheet = element('rect', { class: 'paper', x: -EDGE, y: -EDGE, ...size });
  const [title = '', words = '', ...more] = content;
  return element('svg', attributes, title, words, sheet, ...more);
};

type Place = Omit<Plot, 'most'>;

/** How long numbers waited. */
const waits = ({ columns, lines, levels }: Columns, place: Place): string => {
  const all = [...columns.flatMap((one) => one.waits), ...levels.map(({ seconds }) => seconds)];
  const longest = Math.max(...all.map((seconds) => seconds ?? 0));
  const unit = unitFor(longest);
  const marks = marksUpTo(longest / unit.seconds);
  const plot = { ...place, most: marks.at(-1) as number };
  const entry = (shape: 'line' | 'level', { mark, name, seconds }: Line) => ({
    ...{ mark, name, shape },
    value: seconds === null ? '–' : say(seconds, unit),
  });
  const entries = [...lines.map((one) => entry('line', one)), ...levels.map((one) => entry('level', one))];
  const nothing = { class: 'small soft', x: (plot.left + plot.right) / 2, y: (plot.top + plot.bottom) / 2 };
  return [
    heading(place.top - HEAD + 12, ['等待', 'wait'], unit.name, entries),
    grid(plot, marks),
    ...levels.map((level) => across(plot, level, unit)),
    ...lines.map(({ mark }, i) =>
      along(
        plot,
        mark,
        columns.map(({ waits }) => inUnit(waits[i], unit)),
      ),
    ),
    longest === 0 ? label('还没有叫号', { ...nothing, 'text-anchor': 'middle' }, 'nobody called yet') : '',
  ].join('');
};

const inUnit = (seconds: number | null | undefined, unit: Unit): number | null =>
  typeof seconds === 'number' ? seconds / unit.seconds : null;

/** How many numbers were fetched and called. */
const numbers = ({ columns, unit }: Columns, place: Place): string => {
  const marks = marksUpTo(Math.max(...columns.flatMap(({ fetched, called }) => [fetched, called])));
  const plot = { ...place, most: marks.at(-1) as number };
  return [
    heading(place.top - HEAD + 12, ['号码', 'numbers'], '', [
      { mark: 'fetched', shape: 'bar', name: ['取号', 'fetched'] },
      { mark: 'called', shape: 'bar', name: ['叫号', 'called'] },
    ]),
    grid(plot, marks),
    ...columns.map((column, i) => bars(plot, column, i)),
    names(
      plot,
      columns.map(({ name }) => name),
      unit,
    ),
  ].join('');
};

const bars = (plot: Plot, { fetched, called }: Column, i: number): string => {
  const width = Math.min(bandOf(plot) * 0.4, 22);
  const bar = (mark: string, value: number, x: number) => {
    const y = heightAt(plot, value);
    return value === 0 ? '' : element('rect', { class: mark, x, y, width, height: plot.bottom - y, rx: 1 });
  };
  const middle = middleOf(plot, i);
  return bar('fetched', fetched, middle - width) + bar('called', called, middle);
};

/** One level across all columns. */
const across = (plot: Plot, { mark, seconds }: Line, unit: Unit): string => {
  if (seconds === null) return '';
  const y = heightAt(plot, seconds / unit.seconds);
  return element('line', { class: mark, x1: plot.left, x2: plot.right, y1: y, y2: y });
};

/** A line from column to column, with a gap where there is no value. */
const along = (plot: Plot, mark: string, values: (number | null)[]): string => {
  const points = values.map((value, i) =>
    value === null ? null : { x: middleOf(plot, i), y: heightAt(plot, value) },
  );
  const d = points.map(
    (point, i) => point && `${points[i - 1] ? 'L' : 'M'}${point.x.toFixed(1)} ${point.y.toFixed(1)}`,
  );
  const r = values.length > 31 ? 1.5 : 2.5;
  const dots = points.map((point) =>
    point ? element('circle', { class: mark, cx: point.x, cy: point.y, r }) : '',
  );
  return element('path', { class: mark, d: d.join('') }) + dots.join('');
};
