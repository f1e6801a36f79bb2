import * as z from 'zod/mini';
import { integer } from '../http/fields.ts';

/** What names a measurement or a share of its report. They have a file of their own: most functions take nothing else. */
export const recordId = integer(1);
export const token = z.string().check(z.regex(/^[0-9a-f]{40}$/));
