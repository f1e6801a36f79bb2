import * as z from 'zod/mini';
import type { Body } from '../http/body.ts';
import { opaque, required } from '../http/fields.ts';
import type { OpenData } from './open-data.ts';

/** The fields of mina's requests. The sizes are those of the source's columns. */
export const code = opaque(512);
export const uuid = opaque(100);
export const skey = opaque(100);

/** What `wx.getUserInfo()` gives; nothing when the user refused. */
export const openText = z.optional(z.string());

/** An app's id in the table `apps`; JSON may have it as a number. */
export const app_id = z.pipe(
  z.union([z.string(), z.pipe(z.int(), z.transform(String))]),
  z.string().check(z.regex(/^[\w-]{1,64}$/)),
);

/** What JavaScript makes of a value that it has not, in a header, a query or a form. */
const UNSAID: readonly unknown[] = ['', 'undefined', 'null', null];

/** What a request says under a name: what says nothing counts as not sent. */
export const sent = (value: unknown): unknown => (UNSAID.includes(value) ? undefined : value);

/** The same for all that a request says. */
export const allSent = (body: Body): Body =>
  Object.fromEntries(Object.entries(body).map(([name, value]) => [name, sent(value)]));

/**
 * What `wx.getUserInfo()` encrypted, which comes whole or not at all.
 * @param names what the dialect calls the two
 * @throws Problem that names the one that is missing
 */
export const encrypted = (
  encryptedData: string | undefined,
  iv: string | undefined,
  names: { encryptedData: string; iv: string },
): OpenData['encrypted'] =>
  encryptedData === undefined && iv === undefined
    ? undefined
    : { encryptedData: required(encryptedData, names.encryptedData), iv: required(iv, names.iv) };
