/** The elements of a push by name, each with its text. */
export type Elements = Record<string, string>;

const DEEPEST = 8;
const PROLOG = /^\s*(?:<\?xml\s[^<>]*\?>)?/;
/** All that pushes are made of: an opening tag without attributes, a closing one, a CDATA section, text, a reference, a comment. */
const TOKEN =
  /<(\w{1,64})\s*(\/?)>|<\/(\w{1,64})\s*>|<!\[CDATA\[(.*?)\]\]>|([^<&]+)|&(\w{2,4}|#\d{1,7}|#x[\dA-Fa-f]{1,6});|<!--.*?-->/gsy;
const ENTITIES: Record<string, string> = { lt: '<', gt: '>', amp: '&', quot: '"', apos: "'" };

/**
 * Reads one of WeChat's pushes: the elements right below its root `xml`; what lies deeper is passed over. It knows only
 * the XML that pushes are written in. DOCTYPE, entities beyond XML's own five, processing instructions and attributes
 * are refused unread, so that none can be expanded.
 * @returns undefined when the text is no such push
 */
export const readPush = (text: string): Elements | undefined => {
  const body = text.replace(PROLOG, '');
  const elements: Elements = Object.create(null);
  const open: string[] = [];
  let isOver = false;
  let end = 0;
  for (const [token, opening, closed, closing, cdata, bare = '', reference] of body.matchAll(TOKEN)) {
    end += token.length;
    const said = reference === undefined ? (cdata ?? bare) : referred(reference);
    const isBlank = cdata === undefined && reference === undefined && bare.trim() === '';
    if (said === undefined) return undefined;
    if (isOver && (opening || closing || !isBlank)) return undefined;
    if (opening) {
      if (open.length === 0 && opening !== 'xml') return undefined;
      if (open.length === DEEPEST || (open.length === 1 && opening in elements)) return undefined;
      if (open.length === 1) elements[opening] = '';
      if (!closed) open.push(opening);
    } else if (closing) {
      if (open.pop() !== closing) return undefined;
      isOver = open.length === 0;
    } else if (open.length === 2) {
      elements[open[1] as string] += said;
    } else if (open.length < 2 && !isBlank) return undefined;
  }
  return isOver && end === body.length ? elements : undefined;
};

/** A text in XML, whatever it says. */
export const cdata = (text: string): string => `<![CDATA[${text.replaceAll(']]>', ']]]]><![CDATA[>')}]]>`;

/** The character that a reference stands for, if it is one of XML's own entities or a number of a character. */
const referred = (name: string): string | undefined => {
  if (!name.startsWith('#')) return Object.hasOwn(ENTITIES, name) ? ENTITIES[name] : undefined;
  const code = Number(name.startsWith('#x') ? `0x${name.slice(2)}` : name.slice(1));
  return code > 0 && code <= 0x10ffff && !(code >= 0xd800 && code <= 0xdfff)
    ? String.fromCodePoint(code)
    : undefined;
};
