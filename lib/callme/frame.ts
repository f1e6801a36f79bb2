/** How a client writes its messages: JSON, or the source project's `encodeURIComponent(JSON.stringify(…))`. */
export type Framing = 'json' | 'uri';

/** What a WebSocket message says and how it was written; `message` is undefined when it is no JSON object. */
export type Frame = { framing: Framing; message: Record<string, unknown> | undefined };

/** Reads a message in either framing. */
export const decode = (text: string): Frame => {
  const plain = parse(text);
  if (plain) return { framing: 'json', message: plain };
  const message = parse(unescapeUri(text));
  return { framing: message || /^%[0-9A-F]{2}/i.test(text) ? 'uri' : 'json', message };
};

/** Writes a push as its receiver reads it. */
export const encode = (push: Record<string, unknown>, framing: Framing): string => {
  const json = JSON.stringify(push);
  return framing === 'uri' ? encodeURIComponent(json) : json;
};

const parse = (text: string): Record<string, unknown> | undefined => {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === 'object' && value !== null && !Array.isArray(value)
      ? (value as Record<string, unknown>)
      : undefined;
  } catch {
    return undefined;
  }
};

const unescapeUri = (text: string): string => {
  try {
    return decodeURIComponent(text);
  } catch {
    return '';
  }
};
