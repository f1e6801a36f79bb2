const LONGEST = 2048;

/** Browsers drop or reinterpret these, so that two readers may see two addresses. */
// biome-ignore lint/suspicious/noControlCharactersInRegex: it is they that must not be there
const MISREAD = /[\u0000-\u0020\u007f\\]/;
/** A slash, backslash, dot, percent sign or control character that a server behind might decode and then obey. */
const DISGUISED = /%(2f|5c|2e|25|[01][0-9a-f]|7f)/i;

/**
 * The address to go to, when it lies under one of the bases: of the same origin, and with the base's path or one below it.
 * @param text as it came: a whole address with its scheme
 * @param bases whole addresses, with blanks between
 * @returns the address as it was understood, which is what to send a browser to; undefined when it is refused
 */
export const allowedRedirect = (text: string | undefined, bases: string): string | undefined => {
  if (!text || text.length > LONGEST || MISREAD.test(text) || !/^https?:\/\/[^/]/i.test(text))
    return undefined;
  const url = URL.parse(text);
  const isPlain = url?.username === '' && url.password === '' && !DISGUISED.test(url.pathname);
  return isPlain && bases.split(/\s+/).some((base) => liesUnder(url, base)) ? url.href : undefined;
};

/** An address with `random=` added, in place of the one that it has: no browser takes it for the page that it keeps. */
export const withRandom = (address: string, random: string): string => {
  const [, page = '', query = '', fragment = ''] = /^([^?#]*)(?:\?([^#]*))?(.*)$/s.exec(address) ?? [];
  const parts = query.split('&').filter((part) => part !== '' && !part.startsWith('random='));
  return `${page}?${[...parts, `random=${random}`].join('&')}${fragment}`;
};

const liesUnder = ({ origin, pathname }: URL, base: string): boolean => {
  const allowed = URL.parse(base);
  if (!allowed || allowed.origin !== origin) return false;
  const path = allowed.pathname.replace(/\/$/, '');
  return pathname === path || pathname.startsWith(`${path}/`);
};
