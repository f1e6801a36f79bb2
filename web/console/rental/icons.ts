import { svg } from '../svg.ts';

const WOOD = '#b98552';

/** What an instrument of a type looks like. */
export const iconOf = (typeID: string): SVGElement => {
  const draw = ICONS[typeID] ?? box;
  return svg('svg', { viewBox: '0 0 48 48', class: 'icon', 'aria-hidden': 'true' }, ...draw());
};

const basketball = (): Node[] => [
  svg('circle', { cx: 24, cy: 24, r: 20, fill: '#e2792b' }),
  svg('path', {
    d: 'M24 4v40M4 24h40M10 10c8 7 8 21 0 28M38 10c-8 7-8 21 0 28',
    fill: 'none',
    stroke: '#6f3310',
    'stroke-width': 1.8,
  }),
];

const racket = (): Node[] => [
  svg('path', { d: 'M24 29v16', stroke: '#50616a', 'stroke-width': 2.4 }),
  svg('path', { d: 'M24 35v10', stroke: '#3a78b5', 'stroke-width': 4.4, 'stroke-linecap': 'round' }),
  svg('path', {
    d: 'M18 6v21M24 3v26M30 6v21M12.5 10h23M11 16h26M12.5 22h23',
    stroke: '#93a3ab',
    'stroke-width': 0.9,
  }),
  svg('ellipse', {
    cx: 24,
    cy: 16,
    rx: 12.5,
    ry: 13.5,
    fill: 'none',
    stroke: '#3a78b5',
    'stroke-width': 2.6,
  }),
];

const bat = (): Node[] => [
  svg('path', { d: 'M21.5 28h5l1 16h-7z', fill: WOOD }),
  svg('path', {
    d: 'M24 3c10 0 15 7 15 14 0 6-4 11-10 13H19C13 28 9 23 9 17 9 10 14 3 24 3z',
    fill: '#c0392f',
  }),
  svg('path', { d: 'M15 29h18l-6 5h-6z', fill: WOOD }),
  svg('circle', { cx: 39, cy: 37, r: 5, fill: '#fff', stroke: '#b9b4a8' }),
];

const box = (): Node[] => [
  svg('rect', { x: 7, y: 13, width: 34, height: 28, rx: 3, fill: WOOD }),
  svg('path', { d: 'M7 22h34M24 13v9', stroke: '#6f4d2a', 'stroke-width': 1.8 }),
];

const ICONS: Record<string, () => Node[]> = { basketball, badminton: racket, pingpong: bat };
