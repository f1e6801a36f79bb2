import { createHash } from 'node:crypto';
import { crc32, deflateSync } from 'node:zlib';

export type Color = { r: number; g: number; b: number };
export type Drawing = { text: string; width: number; color: Color; transparent: boolean };

const sectors = 64;
const rings = 8;
const innerRadius = 0.34;
const outerRadius = 0.98;

/**
 * A PNG that looks like a mini-program code: dots in rays around a ring, another pattern for every text.
 * No phone can scan it; the text itself stands in the file's comment (iTXt), for whoever wants to read it.
 */
export const drawCode = ({ text, width, color, transparent }: Drawing): Buffer => {
  const header = Buffer.alloc(13);
  header.writeUInt32BE(width, 0);
  header.writeUInt32BE(width, 4);
  header.set([1, 3, 0, 0, 0], 8); // one bit per pixel, which is an index into the palette
  return Buffer.concat([
    Buffer.from('89504e470d0a1a0a', 'hex'),
    chunk('IHDR', header),
    chunk('PLTE', Buffer.from([255, 255, 255, color.r, color.g, color.b])),
    chunk('tRNS', Buffer.from([transparent ? 0 : 255, 255])),
    chunk('iTXt', Buffer.from(`Comment\0\0\0\0\0${text}`, 'utf8')),
    chunk('IDAT', deflateSync(drawRows(width, createHash('sha512').update(text).digest()))),
    chunk('IEND', Buffer.alloc(0)),
  ]);
};

const chunk = (type: string, data: Buffer): Buffer => {
  const named = Buffer.concat([Buffer.from(type, 'latin1'), data]);
  const framed = Buffer.alloc(named.length + 8);
  framed.writeUInt32BE(data.length, 0);
  framed.set(named, 4);
  framed.writeUInt32BE(crc32(named), named.length + 4);
  return framed;
};

/** Rows of packed pixels, each after a zero byte, PNG's sign for "unfiltered". */
const drawRows = (width: number, bits: Buffer): Buffer => {
  const stride = 1 + Math.ceil(width / 8);
  const rows = Buffer.alloc(stride * width);
  const center = (width - 1) / 2;
  for (let y = 0; y < width; y++) {
    for (let x = 0; x < width; x++) {
      if (!isDark((x - center) / center, (y - center) / center, bits)) continue;
      const at = y * stride + 1 + (x >> 3);
      rows[at] = (rows[at] ?? 0) | (0x80 >> (x & 7));
    }
  }
  return rows;
};

/** Coordinates run from -1 to 1. 64 rays of 8 dots take the 512 bits of the hash. */
const isDark = (x: number, y: number, bits: Buffer): boolean => {
  const radius = Math.hypot(x, y);
  if (radius > 0.2 && radius < 0.26) return true;
  if (radius < innerRadius || radius >= outerRadius) return false;
  const ray = (Math.atan2(y, x) / (2 * Math.PI) + 0.5) * sectors;
  const step = ((radius - innerRadius) / (outerRadius - innerRadius)) * rings;
  const inDot = Math.hypot((ray % 1) - 0.5, (step % 1) - 0.5) < 0.42;
  return inDot && (((bits[Math.floor(ray) % sectors] ?? 0) >> Math.floor(step)) & 1) === 1;
};
