import { randomUUID } from 'node:crypto';
import { gunzipSync, gzipSync } from 'node:zlib';
import { ABSENT, type Item, PRESENT, read, readOne, transact, type Write, write } from '../store/store.ts';
import { HOUR, nowSeconds } from '../time.ts';
import { headKey, pieceKey } from './keys.ts';
import { type Catalogue, type Content, prepare } from './menus.ts';

/*
 * Dishes and categories are what the operator changes, now and then and many at once, and what everybody reads. So they
 * are one value: gzipped JSON, cut in pieces that fit into an item, under a version. The head names the version.
 *
 * A change writes new pieces, and then moves the head on the condition that nobody else moved it meanwhile: readers see
 * the old catalogue or the new one, never half of each. New pieces expire unless the head comes to name them, and old ones
 * an hour after the head has left them: a reader may still be on them.
 *
 * A container keeps the catalogue decoded. A list looks at the head at most every 5 seconds and reads the pieces when the
 * version is new: no read, one, or two in a row.
 */

/** Which version stands, and in how many pieces. */
type Head = { version: string; pieces: number };

/** Milliseconds for which a list may be old. */
const FRESH = 5_000;
/** Bytes of a piece: DynamoDB's items hold 400 KB. */
const PIECE = 350_000;
/** Bytes of a whole catalogue: DynamoDB's transactions hold 4 MB, and an answer of Lambda's, in base64, 6 MB. */
const MOST = 3_500_000;

const NOTHING: Content = { dishes: [], categories: [] };

let kept: { version: string | undefined; catalogue: Promise<Catalogue>; lookedAt: number } | undefined;

/** The catalogue as it is, or was within the last 5 seconds. */
export const currentCatalogue = async (): Promise<Catalogue> => {
  if (kept && Date.now() - kept.lookedAt < FRESH) return kept.catalogue;
  return catalogueAt(await readOne(headKey));
};

/** The catalogue that a head, just read, names. */
export const catalogueAt = (head: Item | undefined): Promise<Catalogue> => {
  const { version } = (head ?? {}) as Partial<Head>;
  const isKnown = kept && kept.version === version;
  const catalogue = kept && isKnown ? kept.catalogue : readContent(head).then(prepare);
  kept = { version, catalogue, lookedAt: Date.now() };
  // A read that failed is not kept: the next request tries again.
  catalogue.catch(() => {
    if (kept?.catalogue === catalogue) kept = undefined;
  });
  return catalogue;
};

/** What a head names, as it was published; nothing before the first import. */
export const readContent = async (head: Item | undefined): Promise<Content> => {
  if (!head) return NOTHING;
  const items = await read(pieceKeys(head as Head));
  const pieces = items.map((item) => {
    if (!item) throw new Error('A piece of the catalogue is missing');
    return item.bytes as Uint8Array;
  });
  return JSON.parse(gunzipSync(Buffer.concat(pieces)).toString()) as Content;
};

/**
 * Packs a catalogue.
 * @throws RangeError when it is too large to be kept
 */
export const pack = (content: Content): Buffer => {
  const bytes = gzipSync(JSON.stringify(content));
  if (bytes.length > MOST)
    throw new RangeError(`A catalogue of ${bytes.length} bytes is larger than ${MOST}`);
  return bytes;
};

/**
 * Replaces the catalogue.
 * @param seen the head that the content was made from
 * @param alongside writes that happen together with it
 * @returns false when somebody else replaced it meanwhile: then nothing happened
 * @throws RangeError when it is too large to be kept
 */
export const publish = async (
  seen: Item | undefined,
  content: Content,
  alongside: Write[] = [],
): Promise<boolean> => {
  const bytes = pack(content);
  const head: Head = { version: randomUUID(), pieces: Math.ceil(bytes.length / PIECE) };
  const keys = pieceKeys(head);
  const expiresAt = nowSeconds() + HOUR;
  await Promise.all(
    keys.map((put, i) =>
      write({ put, item: { bytes: bytes.subarray(i * PIECE, (i + 1) * PIECE), expiresAt } }),
    ),
  );
  const isUnmoved = seen ? { when: '#version = :seen', values: { ':seen': seen.version } } : { when: ABSENT };
  const written = await transact([
    { put: headKey, item: head, ...isUnmoved },
    ...keys.map((update): Write => ({ update, remove: ['expiresAt'], when: PRESENT })),
    ...alongside,
  ]);
  if (!written.every(({ ok }) => ok)) return false;
  if (seen) await expire(seen as Head);
  return true;
};

const expire = (head: Head) =>
  Promise.all(
    pieceKeys(head).map((update) =>
      write({ update, set: { expiresAt: nowSeconds() + HOUR }, when: PRESENT }),
    ),
  );

const pieceKeys = ({ version, pieces }: Head) =>
  Array.from({ length: pieces }, (_, i) => pieceKey(version, i));
