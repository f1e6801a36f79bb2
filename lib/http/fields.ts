import * as z from 'zod/mini';
import type { Body } from './body.ts';
import { Problem } from './problem.ts';
import { isBroken, plainNumber, seen } from './text.ts';

/** The fields a request may carry: a schema for each. */
export type Fields = Record<string, z.ZodMiniType>;
export type Values<F extends Fields> = z.infer<z.ZodMiniObject<F>>;

/** An integer: a JSON number, or a decimal string as forms send it. */
export const integer = (least = -999_999_999, most = 999_999_999) =>
  z.pipe(
    z.union([z.number(), z.pipe(z.string().check(z.regex(/^-?\d{1,9}$/)), z.transform(Number))]),
    z.int().check(z.gte(least), z.lte(most)),
  );

/**
 * Text for people, of `least` to `most` characters as they see it; an emoji counts as one. What is invisible is taken
 * out, white space at the ends cut, and a line ends as everywhere: `lib/http/text.ts` says what that means.
 */
export const text = (most: number, least = 1) =>
  z.pipe(
    z.pipe(
      z.string().check(z.refine((given) => !isBroken(given.replaceAll('\r\n', '\n')))),
      z.transform((given) => seen(given.replaceAll('\r\n', '\n'))),
    ),
    z.string().check(
      z.refine((value) => {
        const { length } = [...value];
        return length >= least && length <= most;
      }),
    ),
  );

/** An id, a code or a key of 1 to `most` characters, as somebody made it: it is kept letter by letter. */
export const opaque = (most: number) =>
  z.string().check(
    z.minLength(1),
    z.maxLength(most),
    z.refine((value) => !isBroken(value) && !value.includes('\n')),
  );

/** A phone number however it was pasted, as a text or a JSON number, in plain digits. Whether it is one, the service says. */
export const phoneNumber = () =>
  z.pipe(
    z.union([z.string().check(z.maxLength(64)), z.pipe(z.number(), z.transform(String))]),
    z.transform(plainNumber),
  );

/** A yes-or-no: a JSON boolean, or the word as forms send it. */
export const flag = z.union([
  z.boolean(),
  z.pipe(
    z.enum(['true', 'false']),
    z.transform((word) => word === 'true'),
  ),
]);

/** The schema of a route's fields, made once: making it takes longer than checking by it. */
const schemas = new WeakMap<Fields, z.ZodMiniObject<Fields>>();

const schemaOf = (fields: Fields): z.ZodMiniObject<Fields> => {
  const schema = schemas.get(fields) ?? z.object(fields);
  schemas.set(fields, schema);
  return schema;
};

/**
 * Checks a body against the fields that a request may carry; what it does not name is dropped.
 * @throws Problem that names the first field which is missing or wrong
 */
export const check = <F extends Fields>(fields: F, body: Body): Values<F> => {
  const result = schemaOf(fields).safeParse(body);
  if (result.success) return result.data as Values<F>;
  const name = String(result.error.issues[0]?.path[0]);
  throw new Problem('invalid field', name, body[name] === undefined);
};

/**
 * The value of a field that only one form of a request needs.
 * @throws Problem that names the field when it is missing
 */
export const required = <T>(value: T | undefined, field: string): T => {
  if (value === undefined) throw new Problem('invalid field', field, true);
  return value;
};
