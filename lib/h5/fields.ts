import { opaque, text } from '../http/fields.ts';

/** The other fields of h5's routes; those of a list are in `period.ts`. */
export const remark = text(500, 0);
export const url = opaque(2048);
