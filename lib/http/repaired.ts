/**
 * Text that a client sent as raw UTF-8 in an address, and that somebody on the way has taken for Latin-1: `è\x82\x89`
 * for `肉`. Any other text comes back as it is.
 */
export const repaired = (text: string): string => {
  if (/[^\0-\xff]/.test(text)) return text;
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(Buffer.from(text, 'latin1'));
  } catch {
    return text;
  }
};
