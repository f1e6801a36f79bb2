import * as z from 'zod/mini';
import type { UploadedFile } from '../http/body.ts';
import { flag, integer, opaque, phoneNumber, text } from '../http/fields.ts';
import { seen } from '../http/text.ts';

/** The fields of callme's queries. A number that no ticket or stall has is an outcome, not a wrong field. */
export const marchSn = integer();
export const sellerId = integer();
export const noteContent = text(200);
export const requestId = z.optional(opaque(64));
export const subscribe = z.optional(flag);
export const code = opaque(512);
export const isseller = z.enum(['yes', 'no']);
export const term = integer(1, 120);
export const invite = z.optional(opaque(64));

/** Whether a hall display's address or a mini-program code is to be a new one. */
export const renew = z.optional(flag);

/** A calendar day, `2026-11-20`. */
export const day = z.optional(z.iso.date());

/** Which of the tickets that ever had a number is meant. */
export const ticketId = z.optional(opaque(16));
/** The code on a paper ticket. */
export const ticketCode = z.optional(opaque(16));
/** Where a meal is to be collected, as the stall calls it: `2`, `左边窗口`. */
export const counter = z.optional(text(20));
/** Which tickets are to be cleared. */
export const what = z._default(z.enum(['unnoted', 'called', 'all']), 'unnoted');

/** A phone number as it came: whether it is one, the query says. */
export const telNum = phoneNumber();

export const sellerName = text(40);
export const personName = text(40);

/** A menu: an array of dishes, or one text with commas between them. */
export const menuList = z.pipe(
  z.pipe(
    z.union([
      z.array(z.string()),
      z.pipe(
        z.string(),
        z.transform((dishes) => dishes.split(/[,，]/)),
      ),
    ]),
    z.transform((dishes) => dishes.filter((dish) => seen(dish) !== '')),
  ),
  z.array(text(40)).check(z.maxLength(100)),
);

const price = integer(0, 9_999_999);
/** Whether no two of a list have the same name. */
const areUnlike = (names: string[]): boolean => new Set(names).size === names.length;

/** Something to choose of a dish. */
const option = z.object({
  name: text(20),
  choices: z.array(text(20)).check(z.minLength(1), z.maxLength(20), z.refine(areUnlike)),
  most: z._default(integer(1, 20), 1),
});
const dish = z.object({
  name: text(40),
  price: z.optional(price),
  soldOut: z.optional(flag),
  options: z.optional(z.array(option).check(z.maxLength(5))),
});

/** A menu with prices (fen), what is sold out, and what there is to choose: 100 dishes, and 32 KB, at most. */
export const menuItems = z.array(dish).check(
  z.maxLength(100),
  z.refine((dishes) => areUnlike(dishes.map(({ name }) => name))),
  z.refine((dishes) => Buffer.byteLength(JSON.stringify(dishes)) <= 32_768),
);

/** That a dish is out, or back. */
export const soldOut = z.object({ name: text(40), value: flag });

/** What an eater orders from the menu. */
export const items = z
  .array(
    z.object({
      name: text(40),
      count: z._default(integer(1, 99), 1),
      choices: z._default(z.array(text(20)).check(z.maxLength(20)), []),
    }),
  )
  .check(z.minLength(1), z.maxLength(20));

/** A picture in a multipart body; anything that is no file counts as none. */
export const sellerImage = z.optional(
  z.pipe(
    z.unknown(),
    z.transform((value) => (isFile(value) ? value : undefined)),
  ),
);

/** What a seller may say of the stall: all of it, some or nothing. */
export const sellerInfo = {
  sellerName: z.optional(sellerName),
  personName: z.optional(personName),
  menuList: z.optional(menuList),
  menuItems: z.optional(menuItems),
  soldOut: z.optional(soldOut),
};

const isFile = (value: unknown): value is UploadedFile =>
  typeof value === 'object' && value !== null && 'bytes' in value && value.bytes instanceof Buffer;
