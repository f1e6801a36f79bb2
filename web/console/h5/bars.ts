import { make } from '../dom.ts';
import { svg } from '../svg.ts';
import { MERIDIANS, STRONGEST, written } from './meridians.ts';

/** A row for each meridian: its name, a bar to the left or to the right of 0, and the value, or the report's word for it. */
export const bars = (values: number[], words: string[]): HTMLElement =>
  make(
    'ul',
    { class: 'bars' },
    ...values.map((value, i) =>
      make(
        'li',
        {},
        make('span', {}, MERIDIANS[i] ?? ''),
        bar(value),
        make('b', {}, signed(value)),
        make('span', { class: 'soft' }, words[i] ?? ''),
      ),
    ),
  );

/** The eight values in small, for a list. */
export const sparkline = (values: number[]): SVGElement =>
  svg(
    'svg',
    { viewBox: '0 -10 62 20', class: 'sparkline', 'aria-hidden': 'true' },
    ...values.map((value, i) =>
      svg('rect', {
        x: i * 8,
        y: Math.min(-value, 0) - 0.5,
        width: 6,
        height: Math.abs(value) + 1,
        class: side(value),
      }),
    ),
  );

const bar = (value: number): SVGElement =>
  svg(
    'svg',
    { viewBox: '-10 0 20 2', preserveAspectRatio: 'none', class: 'bar', 'aria-hidden': 'true' },
    svg('rect', { x: -STRONGEST, y: 0, width: 2 * STRONGEST, height: 2, class: 'track' }),
    svg('rect', { x: Math.min(value, 0), y: 0, width: Math.abs(value), height: 2, class: side(value) }),
    svg('rect', { x: -0.06, y: 0, width: 0.12, height: 2, class: 'zero' }),
  );

const side = (value: number): string => (value < 0 ? 'weak' : 'strong');

const signed = (value: number): string => (value > 0 ? `+${value}` : written(value));
