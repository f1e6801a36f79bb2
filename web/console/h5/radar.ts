import { svg } from '../svg.ts';
import { MERIDIANS, STRONGEST, written } from './meridians.ts';

const RADIUS = 100;
const RINGS = [-10, -5, 0, 5, 10];

/** Draws the eight meridians as a radar: −10 in the middle, 10 at the rim, 0 on the strong ring between. */
export const radar = (values: number[]): SVGElement => {
  const said = values.map((value, i) => `${MERIDIANS[i]} ${value}`).join('，');
  return svg(
    'svg',
    { viewBox: '-150 -128 300 256', class: 'radar', role: 'img', 'aria-label': `八经强弱：${said}` },
    ...RINGS.map((value) =>
      svg('polygon', {
        class: value === 0 ? 'ring middle' : 'ring',
        points: outline(MERIDIANS.map(() => value)),
      }),
    ),
    ...MERIDIANS.map((_, i) =>
      svg('line', { class: 'axis', x1: 0, y1: 0, x2: x(i, STRONGEST), y2: y(i, STRONGEST) }),
    ),
    svg('polygon', { class: 'shape', points: outline(values) }),
    ...values.map((value, i) => svg('circle', { class: 'dot', cx: x(i, value), cy: y(i, value), r: 3.5 })),
    ...RINGS.slice(1).map((value) =>
      svg('text', { class: 'scale', x: 3, y: -radiusOf(value) + 3.5 }, written(value)),
    ),
    ...values.map(label),
  );
};

/** A meridian's name and value, outside the rim. */
const label = (value: number, i: number): SVGElement => {
  const [left, top] = [x(i, STRONGEST), y(i, STRONGEST)];
  const anchor = Math.abs(left) < 1 ? 'middle' : left > 0 ? 'start' : 'end';
  return svg(
    'text',
    { class: 'meridian', x: left * 1.1, y: top * 1.1 + 4, 'text-anchor': anchor },
    `${MERIDIANS[i]} `,
    svg('tspan', {}, written(value)),
  );
};

const outline = (values: number[]): string =>
  values.map((value, i) => `${x(i, value)},${y(i, value)}`).join(' ');

const radiusOf = (value: number): number => ((value + STRONGEST) / (2 * STRONGEST)) * RADIUS;

/** The first axis goes up, the others follow clockwise. */
const angleOf = (i: number): number => (i / MERIDIANS.length) * 2 * Math.PI - Math.PI / 2;
const x = (i: number, value: number): number => rounded(radiusOf(value) * Math.cos(angleOf(i)));
const y = (i: number, value: number): number => rounded(radiusOf(value) * Math.sin(angleOf(i)));
/** To a tenth, and never −0. */
const rounded = (value: number): number => Math.round(value * 10) / 10 || 0;
