import * as z from 'zod/mini';
import { integer, opaque, text } from '../http/fields.ts';

/** The fields of h5's routes; those of a list are in `period.ts`. */
export const recordId = integer(1);
export const remark = text(500, 0);
export const url = opaque(2048);
export const token = z.string().check(z.regex(/^[0-9a-f]{40}$/));
