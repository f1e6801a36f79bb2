/** The elements of a push by name, each with its text. */
export type Elements = Record<string, string>;

const DEEPEST = 8;
/** An opening tag without attributes, a closing one, a CDATA section, or text: all that pushes are made of. */
const TOKEN = /<(\w{1,64})\s*(\/?)>|<\/(\w{1,64})\s*>|<!\[CDATA\[(.*?)\]\]>|([^<&]+)/gsy;

/**
 * Reads one of WeChat's pushes: the elements right below its root `xml`; what lies deeper is passed over. It knows only
 * the XML that pushes are written in. Entities, DOCTYPE, processing instructions, comments and attributes are refused
 * unread, so that none can be expanded.
 * @returns undefined when the text is no such push
 */
export const readPush = (text: string): Elements | undefined => {
  const elements: Elements = Object.create(null);
  const open: string[] = [];
  let isOver = false;
  let end = 0;
  for (const [token, opening, closed, closing, cdata, bare = ''] of text.matchAll(TOKEN)) {
    end += token.length;
    const isBlank = bare !== '' && bare.trim() === '';
    if (isOver && !isBlank) return undefined;
    if (opening) {
      if (open.length === 0 && opening !== 'xml') return undefined;
      if (open.length === DEEPEST || (open.length === 1 && opening in elements)) return undefined;
      if (open.length === 1) elements[opening] = '';
      if (!closed) open.push(opening);
    } else if (closing) {
      if (open.pop() !== closing) return undefined;
      isOver = open.length === 0;
    } else if (open.length === 2) {
      elements[open[1] as string] += cdata ?? bare;
    } else if (open.length < 2 && !isBlank) return undefined;
  }
  return isOver && end === text.length ? elements : undefined;
};

/** A text in XML, whatever it says. */
export const cdata = (text: string): string => `<![CDATA[${text.replaceAll(']]>', ']]]]><![CDATA[>')}]]>`;
