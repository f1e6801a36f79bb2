import * as z from 'zod/mini';
import { integer, opaque, text } from '../http/fields.ts';
import { repaired } from '../http/repaired.ts';
import type { Place } from './likes.ts';
import { namesIn } from './menus.ts';
import type { Gender } from './users.ts';

const MOST_ON_A_PAGE = 100;
const PAGE = 20;

/** A dish. One that there is not is an outcome, not a wrong field. */
export const id = integer(1);

/** What `wx.login()` gave. */
export const code = opaque(512);

/** WeChat's numbers. */
export const gender = z.pipe(
  integer(0, 2),
  z.transform((number) => number as Gender),
);

const word = z._default(text(64, 0), '');

/** What a mini-program tells of its user. */
export const profile = {
  nickName: text(64),
  gender: z._default(gender, 0),
  language: word,
  city: word,
  province: word,
  country: word,
  avatarUrl: z._default(
    text(1024, 0).check(
      z.refine((value) => value === '' || (/^https?:\/\//i.test(value) && URL.canParse(value))),
    ),
    '',
  ),
};

/** Names of stuff or tools with commas between. */
export const names = z.pipe(
  z._default(z.string(), ''),
  z.transform((text) => namesIn(repaired(text))),
);

/** Which part of a list is asked for: how many, and after which one. */
export const limit = z._default(integer(1, MOST_ON_A_PAGE), PAGE);
export const next = z.optional(
  z.pipe(
    z.pipe(
      opaque(64),
      z.transform((bookmark) =>
        /^(\d{1,15})\.(\d{1,9})$/.exec(Buffer.from(bookmark, 'base64url').toString()),
      ),
    ),
    z.pipe(
      z.custom<RegExpExecArray>((place) => place !== null),
      z.transform(([, since, dish]): Place => ({ since: Number(since), dish: Number(dish) })),
    ),
  ),
);

/** A place in a list as a client carries it from page to page. */
export const bookmark = ({ since, dish }: Place): string =>
  Buffer.from(`${since}.${dish}`).toString('base64url');
