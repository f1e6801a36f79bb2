type Attributes = Record<string, string | number>;

/** Writes an SVG element; its children are elements written before. */
export const element = (name: string, attributes: Attributes, ...children: string[]): string => {
  const written = Object.entries(attributes).map(([key, value]) => ` ${key}="${escaped(plain(value))}"`);
  return `<${name}${written.join('')}>${children.join('')}</${name}>`;
};

/** Writes text: whatever it says, it is no element. */
export const escaped = (text: string): string =>
  text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('"', '&quot;');

/** Writes a text at a place; `English` is drawn softer. */
export const label = (text: string, attributes: Attributes, English = ''): string =>
  element(
    'text',
    attributes,
    escaped(text),
    English && element('tspan', { class: 'soft' }, escaped(` ${English}`)),
  );

/** About how wide a text is drawn in letters of so many pixels. */
export const widthOf = (text: string, size: number): number =>
  [...text].reduce((sum, letter) => sum + (letter > '\u2e80' ? 1 : 0.55), 0) * size;

/** A place on the paper, to a tenth of a pixel. */
const plain = (value: string | number): string =>
  typeof value === 'number' ? String(Math.round(value * 10) / 10) : value;
