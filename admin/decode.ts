/** A file's text, and how it was written. */
export type Decoded = { text: string; encoding: 'UTF-8' | 'UTF-16' | 'GB18030' };

const LINE_ENDS = /\r\n|\r|\n/;

/**
 * Reads a file's bytes as text: UTF-8, UTF-16 as Excel and PowerShell save it, or GB18030 (GBK, GB2312), which a Chinese
 * Windows calls ANSI.
 *
 *   begins with the mark of UTF-8        UTF-8, and nothing else
 *   begins with a mark of UTF-16, or     UTF-16. What is broken in it becomes U+FFFD
 *   with a letter and a zero byte
 *   is UTF-8                             UTF-8
 *   most lines are                       UTF-8 that is broken: GB18030 would read most of it, too, as other characters
 *   is GB18030                           GB18030
 *
 * @returns the lines, counted from 1, that cannot be read, when there is no text
 */
export const decode = (bytes: Buffer): Decoded | { broken: number[] } => {
  const wide = wideEncoding(bytes);
  if (wide) return { text: new TextDecoder(wide).decode(bytes), encoding: 'UTF-16' };
  const text = strictly('utf-8', bytes);
  if (text !== undefined) return { text, encoding: 'UTF-8' };

  const lines = bytes.toString('latin1').split(LINE_ENDS);
  const foreign = lines.map((line) => /[\x80-\xff]/.test(line));
  const broken = lines.map((line) => strictly('utf-8', Buffer.from(line, 'latin1')) === undefined);
  const isMarked = bytes.subarray(0, 3).equals(Buffer.from('\ufeff'));
  const isMostlyUtf8 = count(broken) * 2 < count(foreign);
  const chinese = isMarked || isMostlyUtf8 ? undefined : strictly('gb18030', bytes);
  if (chinese !== undefined) return { text: chinese, encoding: 'GB18030' };
  return { broken: broken.flatMap((isBroken, i) => (isBroken ? [i + 1] : [])) };
};

const wideEncoding = ([first, second]: Buffer): 'utf-16le' | 'utf-16be' | undefined => {
  if ((first === 0xff && second === 0xfe) || (first && second === 0)) return 'utf-16le';
  if ((first === 0xfe && second === 0xff) || (first === 0 && second)) return 'utf-16be';
  return undefined;
};

/** The text, or undefined where a byte of it cannot be read. */
const strictly = (encoding: string, bytes: Buffer): string | undefined => {
  try {
    return new TextDecoder(encoding, { fatal: true }).decode(bytes);
  } catch {
    return undefined;
  }
};

const count = (flags: boolean[]): number => flags.filter(Boolean).length;
