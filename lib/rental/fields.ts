import * as z from 'zod/mini';
import { integer, opaque, text } from '../http/fields.ts';

/** The fields of rental's requests. A cabinet, a type or an item that there is none of is an outcome, not a wrong field. */
export const deviceID = opaque(64);
export const typeID = opaque(64);
export const itemUUID = opaque(64);
export const captcha = opaque(16);
export const code = opaque(512);

/** What every request of a user carries. Whether they are any good, the session says. */
export const credentials = { userid: opaque(256), client_session_id: opaque(256) };

/** Digits with signs between them as people write them, such as "+86 010 832-32123". */
const phone = z.string().check(z.regex(/^(?=(?:\D*\d){5,20}\D*$)\+?[\d ()-]{5,32}$|^$/));
const email = z.string().check(z.maxLength(254), z.regex(/^[^\s@]+@[^\s@]+\.[^\s@]+$|^$/));

/** What a user may say of themselves: all of it, some or nothing. An empty text takes it away. */
export const profile = {
  name: z.optional(text(40, 0)),
  region: z.optional(text(100, 0)),
  phone: z.optional(phone),
  email: z.optional(email),
};

/** A page of the history. */
export const page = { page_length: integer(1, 100), page_id: integer(0) };

/** DynamoDB keeps no number nearer to 0. */
const SMALLEST = 1e-130;
/** A number that is kept as it came. */
const number = z
  .number()
  .check(
    z.refine(
      (value) => value === 0 || (Math.abs(value) >= SMALLEST && Math.abs(value) <= Number.MAX_SAFE_INTEGER),
    ),
  );
const count = z.int().check(z.gte(0), z.lte(10_000));
const instrument = z.object({ typeID, typeName: text(40), total: count, remained: count });

/** What a cabinet reports. */
export const report = {
  workingTime: z.union([text(100, 0), number]),
  captchas: z.array(z.string().check(z.regex(/^\d{3}$/))).check(z.minLength(1), z.maxLength(2)),
  doors: z.array(z.object({ opened: z.boolean() })).check(z.maxLength(200)),
  instruments: z.array(instrument).check(
    z.maxLength(100),
    z.refine((all) => new Set(all.map((one) => one.typeID)).size === all.length),
  ),
  answered: z.optional(z.array(opaque(64)).check(z.maxLength(1_000))),
};

/** What a cabinet says of a command. */
export const result = {
  commandId: opaque(64),
  ok: z.boolean(),
  reason: z.optional(text(200, 0)),
};
