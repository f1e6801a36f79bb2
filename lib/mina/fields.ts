import * as z from 'zod/mini';
import { opaque, required } from '../http/fields.ts';
import type { LoginRequest } from './login.ts';

/** The fields of mina's requests. The sizes are those of the source's columns. */
export const code = opaque(512);
export const uuid = opaque(100);
export const skey = opaque(100);

/** What `wx.getUserInfo()` gives; nothing when the user refused. */
export const openText = z.nullish(z.string());

/** An app's id in the table `apps`; JSON may have it as a number. */
export const app_id = z.pipe(
  z.union([z.string(), z.pipe(z.int(), z.transform(String))]),
  z.string().check(z.regex(/^[\w-]{1,64}$/)),
);

/**
 * What `wx.getUserInfo()` gave, which comes whole or not at all.
 * @param names what the dialect calls the two
 * @throws Problem that names the one that is missing
 */
export const openData = (
  encryptedData: z.infer<typeof openText>,
  iv: z.infer<typeof openText>,
  names: { encryptedData: string; iv: string },
): LoginRequest['openData'] => {
  if (!encryptedData && !iv) return undefined;
  return {
    encryptedData: required(encryptedData || undefined, names.encryptedData),
    iv: required(iv || undefined, names.iv),
  };
};
