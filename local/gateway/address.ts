/** The address of a request. `path` is decoded once, as routes are selected by; `rawPath` as functions are told. */
export type Address = { path: string; rawPath: string; rawQueryString: string };

/**
 * Reads the address of a request as an HTTP API of API Gateway does, by what live captures of its events show. It
 * decodes a path once, cuts it at what then is a question mark, and decodes it again, so that `rawPath` is anything but
 * raw: `%2F`, `%252F` and `/` are one. What cannot be decoded is refused.
 * @param target as in the request's first line
 * @returns undefined for what is no address
 */
export const readAddress = (target: string): Address | undefined => {
  const [, sentPath = '', rawQueryString = ''] =
    /^(?:https?:\/\/[^/?]*)?(\/[^?]*)(?:\?(.*))?$/.exec(target) ?? [];
  try {
    const [path = ''] = decodeURIComponent(sentPath).split('?');
    return path.startsWith('/') ? { path, rawPath: decodeURIComponent(path), rawQueryString } : undefined;
  } catch {
    return undefined;
  }
};
