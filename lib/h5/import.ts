import * as z from 'zod/mini';
import { flag, integer, text } from '../http/fields.ts';
import { type Item, read, transact, type Write } from '../store/store.ts';
import { remark } from './fields.ts';
import { COUNTED } from './fingers.ts';
import { recordId } from './ids.ts';
import { pointerKey, recordKey } from './keys.ts';
import { MERIDIANS } from './measurement.ts';
import { createdAt } from './period.ts';

/** Why a measurement of a file cannot be brought in: its place in the file, counted from 0, and its field. */
export type ImportError = { index: number; field: string; reason: string };

const strength = z.number().check(z.gte(-10), z.lte(10));
const heartRate = integer(20, 300);

/** What a file says of a measurement. A remark and a payment that it does not name stay as they are. */
const imported = z.pipe(
  z.strictObject({
    record_id: recordId,
    openid: z.string().check(z.regex(/^[\w-]{1,128}$/)),
    cid: z._default(integer(0), 0),
    transaction_no: z._default(text(64, 0), ''),
    ...(Object.fromEntries(MERIDIANS.map((name) => [name, strength])) as Record<
      (typeof MERIDIANS)[number],
      typeof strength
    >),
    heart_rate: heartRate,
    app_heart_rate: z.optional(heartRate),
    finger: z._default(integer(0, 10), 0),
    record_type: z._default(integer(0), 0),
    remark: z.optional(remark),
    created_at: createdAt,
    tags: z._default(z.array(text(20)).check(z.maxLength(20)), []),
    has_paid: z.optional(flag),
  }),
  z.transform((one) => ({ app_heart_rate: one.heart_rate, ...COUNTED, ...one })),
);

type Imported = z.infer<typeof imported>;

/** Keys that one BatchGetItem takes, and measurements that one transaction takes: two writes each, 100 at most. */
const READS = 100;
const AT_ONCE = 50;

/**
 * Brings measurements in, new or changed, after all of them were checked: if one is wrong, none is written. The writes
 * themselves go 50 measurements at a time; a run that breaks between is completed by running it again.
 * @param given the parsed JSON of a file: an array of measurements
 */
export const importMeasurements = async (given: unknown): Promise<{ imported: number } | ImportError[]> => {
  if (!Array.isArray(given))
    return [{ index: 0, field: '', reason: 'the file holds no array of measurements' }];
  const results = given.map((one) => imported.safeParse(one));
  const wrong = results.flatMap(({ error }, index) =>
    error ? [{ index, ...describe(error.issues[0]) }] : [],
  );
  if (wrong.length > 0) return wrong;
  const all = results.map(({ data }) => data as Imported);
  const twice = findTwice(all);
  if (twice.length > 0) return twice;
  const taken = await findTaken(all);
  if (taken.length > 0) return taken;

  for (let i = 0; i < all.length; i += AT_ONCE) {
    const written = await transact(all.slice(i, i + AT_ONCE).flatMap(writesOf));
    if (written.some(({ ok }) => !ok)) throw new Error('A record_id was taken while the file was brought in');
  }
  return { imported: all.length };
};

const describe = (issue: z.core.$ZodIssue | undefined): Omit<ImportError, 'index'> =>
  issue?.code === 'unrecognized_keys'
    ? { field: issue.keys.join(', '), reason: 'there is no such field' }
    : { field: issue?.path.join('.') ?? '', reason: 'it is missing or wrong' };

const findTwice = (all: Imported[]): ImportError[] => {
  const seen = new Set<number>();
  return all.flatMap(({ record_id }, index) => {
    const isNew = !seen.has(record_id);
    seen.add(record_id);
    return isNew ? [] : [{ index, field: 'record_id', reason: 'it is in the file twice' }];
  });
};

/** An id names one measurement for ever: that of one user, made at one moment. */
const findTaken = async (all: Imported[]): Promise<ImportError[]> => {
  const pointers: (Item | undefined)[] = [];
  for (let i = 0; i < all.length; i += READS) {
    const keys = all.slice(i, i + READS).map(({ record_id }) => pointerKey(record_id));
    pointers.push(...(await read(keys)));
  }
  return all.flatMap(({ openid, created_at }, index) => {
    const pointer = pointers[index];
    if (!pointer || (pointer.openid === openid && pointer.created_at === created_at)) return [];
    const reason = 'it belongs to a measurement of another user or another time';
    return [{ index, field: 'record_id', reason }];
  });
};

const writesOf = (one: Imported): Write[] => {
  const { record_id, openid, created_at } = one;
  return [
    {
      update: pointerKey(record_id),
      set: { record_id, openid, created_at },
      when: 'attribute_not_exists(pk) OR (openid = :openid AND created_at = :created_at)',
    },
    { update: recordKey(one), set: one },
  ];
};
