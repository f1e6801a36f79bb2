import * as z from 'zod/mini';
import type { Body } from './body.ts';
import { orProblem, Problem } from './problem.ts';

/** The fields a request may carry: a schema for each. */
export type Fields = Record<string, z.ZodMiniType>;
export type Values<F extends Fields> = z.infer<z.ZodMiniObject<F>>;

/** An integer: a JSON number, or a decimal string as forms send it. */
export const integer = (least = -999_999_999, most = 999_999_999) =>
  z.pipe(
    z.union([z.number(), z.pipe(z.string().check(z.regex(/^-?\d{1,9}$/)), z.transform(Number))]),
    z.int().check(z.gte(least), z.lte(most)),
  );

/** Text of `least` to `most` characters; an emoji counts as one. */
export const text = (most: number, least = 1) =>
  z.string().check(
    z.refine((value) => value.isWellFormed()),
    z.refine((value) => [...value].length >= least && [...value].length <= most),
  );

/** A yes-or-no: a JSON boolean, or the word as forms send it. */
export const flag = z.union([
  z.boolean(),
  z.pipe(
    z.enum(['true', 'false']),
    z.transform((word) => word === 'true'),
  ),
]);

/**
 * Checks a body against the fields that a request may carry; what it does not name is dropped.
 * @throws Problem that names the first field which is missing or wrong
 */
export const check = <F extends Fields>(fields: F, body: Body): Values<F> => {
  const result = z.object(fields).safeParse(body);
  if (result.success) return result.data as Values<F>;
  throw new Problem('invalid field', String(result.error.issues[0]?.path[0]));
};

/** Checks like `check`, for whoever has more important things to refuse first: what is wrong is returned. */
export const checked = <F extends Fields>(fields: F, body: Body): Values<F> | Problem =>
  orProblem(() => check(fields, body));

/**
 * The value of a field that only one form of a request needs.
 * @throws Problem that names the field when it is missing
 */
export const required = <T>(value: T | undefined, field: string): T => {
  if (value === undefined) throw new Problem('invalid field', field);
  return value;
};
