import * as z from 'zod/mini';
import { flag, integer } from '../http/fields.ts';

/** A time of day, `24:00` at the latest. */
const clock = z.string().check(z.regex(/^(([01]\d|2[0-3]):[0-5]\d|24:00)$/));

/**
 * What a seller may set of the stall, `lib/callme/settings.ts`: all of it, some or nothing. They lie apart from the other
 * fields because no other query needs what they are made of.
 */
export const settings = {
  proof: z.optional(z.enum(['none', 'code'])),
  selfService: z.optional(flag),
  paused: z.optional(flag),
  hours: z.optional(
    z.array(z.tuple([clock, clock]).check(z.refine(([from, to]) => from < to))).check(z.maxLength(10)),
  ),
  perTenMinutes: z.optional(integer(0, 999)),
  remindAhead: z.optional(integer(1, 10)),
  missAfter: z.optional(integer(0, 240)),
};
