import * as z from 'zod/mini';
import { integer } from '../http/fields.ts';

/** Where epoch seconds get an eleventh digit: far enough. */
export const LATEST = 9_999_999_999;

/** A moment: epoch seconds, an ISO 8601 time with its offset, or a day in China, which stands for `clock` of that day. */
const moment = (clock: string) =>
  z.pipe(
    z.union([
      z.number(),
      z.pipe(z.string().check(z.regex(/^\d{1,10}$/)), z.transform(Number)),
      z.pipe(z.iso.datetime({ offset: true }), z.transform(secondsOf)),
      z.pipe(
        z.iso.date(),
        z.transform((day) => secondsOf(`${day}T${clock}+08:00`)),
      ),
    ]),
    z.int().check(z.gte(0), z.lte(LATEST)),
  );

/** When a measurement was made, and the fields of a list of measurements. */
export const createdAt = moment('00:00:00');
export const start = z._default(createdAt, 0);
export const end = z._default(moment('23:59:59'), LATEST);
export const offset = z._default(integer(0, 10_000), 0);
export const size = z._default(integer(1, 100), 20);

function secondsOf(iso: string): number {
  return Math.floor(Date.parse(iso) / 1000);
}
