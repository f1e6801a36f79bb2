import { svg } from '../svg.ts';

/** The segments of a digit, each a bar from one corner to another. */
const SEGMENTS: Record<string, [number, number, number, number]> = {
  top: [5, 3, 21, 3],
  topRight: [24, 6, 24, 22],
  bottomRight: [24, 28, 24, 44],
  bottom: [5, 47, 21, 47],
  bottomLeft: [2, 28, 2, 44],
  topLeft: [2, 6, 2, 22],
  middle: [5, 25, 21, 25],
};

/** Which segments are lit: a bit for each, in the order from above, the first the lowest. */
const LIT = [0x3f, 0x06, 0x5b, 0x4f, 0x66, 0x6d, 0x7d, 0x07, 0x7f, 0x6f];

/** Shows three digits on a display of seven segments each. */
export const showDigits = (display: Element, text: string): void => {
  if (display.getAttribute('aria-label') === text) return;
  display.setAttribute('aria-label', text);
  display.replaceChildren(svg('svg', { viewBox: '-2 0 110 50' }, ...[...text].map(drawn)));
};

const drawn = (digit: string, place: number): SVGElement =>
  svg(
    'g',
    { transform: `translate(${place * 39 + 1} 0) skewX(-4)` },
    ...Object.values(SEGMENTS).map(([x1, y1, x2, y2], i) =>
      svg('line', { x1, y1, x2, y2, class: ((LIT[Number(digit)] ?? 0) >> i) & 1 ? 'lit' : 'dim' }),
    ),
  );
