import { type Column, type Columns, type Figures, type Line, toColumns } from './columns.ts';
import { element, escaped, label } from './draw.ts';
import { bandOf, grid, heading, heightAt, middleOf, names, type Plot } from './panel.ts';
import { marksUpTo } from './scale.ts';
import { describe, say, type Unit, unitFor } from './words.ts';

/** `title` says whose figures they are, of when. `style`: what a picture that stands alone looks like. */
export type Look = { title: string; width?: number; style?: string };

const HEAD = 36;
const AXIS = 30;

/**
 * Draws an answer of `stats` as SVG: how long numbers waited above, how many were fetched and called below; a day by its
 * hours, several days by the day. Its looks are in figures.css; a screen reader reads the numbers.
 */
export const picture = (figures: Figures, { title, width = 320, style }: Look): string => {
  const drawn = toColumns(figures);
  const tall = width > 480 ? 150 : 84;
  const height = 2 * (HEAD + tall) + 44;
  const about = element('title', { id: 'figures-title' }, escaped(title));
  const words = element('desc', { id: 'figures-words' }, escaped(describe(drawn)));
  const box = { xmlns: 'http://www.w3.org/2000/svg', viewBox: `-4 -4 ${width + 8} ${height + 8}` };
  const size = style === undefined ? {} : { width: width + 8, height: height + 8 };
  const access = { role: 'img', 'aria-labelledby': 'figures-title figures-words' };
  const paper = element('rect', { class: 'paper', x: -4, y: -4, width: width + 8, height: height + 8 });
  const place = (top: number) => ({
    ...{ left: AXIS, right: width, top: top + HEAD, bottom: top + HEAD + tall },
    count: drawn.columns.length,
  });
  return element(
    'svg',
    { class: 'figures', ...box, ...size, ...access },
    ...[about, words, style ? element('style', {}, style) : '', paper],
    ...(drawn.columns.length === 0
      ? [label('还没有号', { class: 'title', x: 0, y: 12 }, 'no numbers yet')]
      : [waits(drawn, place(0)), numbers(drawn, place(HEAD + tall + 24))]),
  );
};

type Place = Omit<Plot, 'most'>;

/** How long numbers waited. */
const waits = ({ columns, lines, levels }: Columns, place: Place): string => {
  const all = [...columns.flatMap((one) => one.waits), ...levels.map(({ seconds }) => seconds)];
  const unit = unitFor(Math.max(...all.map((seconds) => seconds ?? 0)));
  const marks = marksUpTo(Math.max(...all.map((seconds) => (seconds ?? 0) / unit.seconds)));
  const plot = { ...place, most: marks.at(-1) as number };
  const entries = [...lines, ...levels].map(({ mark, name, seconds }) => ({
    ...{ mark, name, shape: 'line' as const },
    value: seconds === null ? '–' : say(seconds, unit),
  }));
  return [
    heading(place.top - HEAD + 12, ['等待', 'wait'], unit.name, entries),
    grid(plot, marks),
    ...levels.map((level) => across(plot, level, unit)),
    ...lines.map(({ mark }, i) =>
      along(
        plot,
        mark,
        columns.map((one) => one.waits[i] ?? null),
        unit,
      ),
    ),
  ].join('');
};

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

/** A line from column to column, with a gap where nobody waited. */
const along = (plot: Plot, mark: string, values: (number | null)[], unit: Unit): string => {
  let from = 'M';
  const dots: string[] = [];
  const path = values.map((seconds, i) => {
    const before = from;
    from = seconds === null ? 'M' : 'L';
    if (seconds === null) return '';
    const [cx, cy] = [middleOf(plot, i), heightAt(plot, seconds / unit.seconds)];
    dots.push(element('circle', { class: mark, cx, cy, r: values.length > 31 ? 1.5 : 2.5 }));
    return `${before}${cx.toFixed(1)} ${cy.toFixed(1)}`;
  });
  return element('path', { class: mark, d: path.join('') || 'M0 0' }) + dots.join('');
};
