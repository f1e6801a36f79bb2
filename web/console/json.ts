/** Keys and codes are long hexadecimal numbers: their beginning tells them apart. */
const SECRET = /\b([0-9a-f]{6})[0-9a-f]{26,}\b/g;
/** What says little in one line: keys, what it is about, and that it went well. */
const LEFT_OUT =
  /^(sessionKey|userid|client_session_id|uuid|ok|code|requestId|isseller|push|query|appid|template_id|page|at|\w+Success)$/;

/** Shortens keys, codes and tokens. */
export const shorten = (text: string): string => text.replaceAll(SECRET, '$1…');

/** JSON to read, with keys and codes shortened. */
export const pretty = (value: unknown): string => shorten(JSON.stringify(value, null, 2));

/** What is worth knowing of a message, in one line. */
export const brief = (message: unknown): string => {
  const fields = Object.entries((message ?? {}) as Record<string, unknown>);
  const told = fields.filter(([name, value]) => !LEFT_OUT.test(name) && value !== null);
  // Everything is about the one stall.
  const news = told.length > 1 ? told.filter(([name]) => name !== 'sellerId') : told;
  return shorten(news.map(([name, value]) => `${name} ${inLine(value)}`).join(', ')).slice(0, 160);
};

const inLine = (value: unknown): string => {
  if (Array.isArray(value)) return `[${value.map(inItem).join(' ')}]`;
  return typeof value === 'object' && value !== null ? brief(value) : String(value);
};

/** Of an item its values are enough. */
const inItem = (item: unknown): string =>
  typeof item === 'object' && item !== null
    ? Object.values(item)
        .filter((value) => value !== null && typeof value !== 'object')
        .join(' ')
    : String(item);
