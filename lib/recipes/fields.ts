import type { APIGatewayProxyEventV2 } from 'aws-lambda';
import * as z from 'zod/mini';
import { readBare, readBody } from '../http/body.ts';
import { check, integer, text } from '../http/fields.ts';
import { Problem } from '../http/problem.ts';
import { repaired } from '../http/repaired.ts';
import type { Place } from './likes.ts';
import { namesIn } from './menus.ts';
import type { Gender, Profile } from './users.ts';

const MOST_ON_A_PAGE = 100;
const PAGE = 20;

const id = integer(1);
const code = text(512);
const gender = z.pipe(
  integer(0, 2),
  z.transform((number) => number as Gender),
);
const word = z._default(text(64, 0), '');
const profile = {
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

/** The dish whose bare id is the body. */
export const dishInBody = (event: APIGatewayProxyEventV2): number =>
  check({ id }, { id: readBare(event) }).id;

/** The dish whose id is in the path. */
export const dishInPath = (event: APIGatewayProxyEventV2): number =>
  check({ id }, event.pathParameters ?? {}).id;

/** The gender in the path. */
export const genderInPath = (event: APIGatewayProxyEventV2): Gender =>
  check({ gender }, event.pathParameters ?? {}).gender;

/** The code that is the body. */
export const codeInBody = (event: APIGatewayProxyEventV2): string =>
  check({ code }, { code: readBare(event) }).code;

/** The code in the query string, and the profile in the body. */
export const registration = async (
  event: APIGatewayProxyEventV2,
): Promise<{ code: string; profile: Profile }> => {
  const given = check({ code }, event.queryStringParameters ?? {});
  return { code: given.code, profile: check(profile, await readBody(event)) };
};

/** The names of stuff and tools, in the path or in the query string. */
export const wanted = ({
  pathParameters,
  queryStringParameters,
}: APIGatewayProxyEventV2): { stuff: string[]; tools: string[] } => {
  const { stuff = '', tools = '' } = { ...queryStringParameters, ...pathParameters };
  return { stuff: namesIn(repaired(stuff)), tools: namesIn(repaired(tools)) };
};

/** Which part of a list is asked for: how many, and after which one. */
export const page = (event: APIGatewayProxyEventV2): { limit: number; after: Place | undefined } => {
  const schema = { limit: z._default(integer(1, MOST_ON_A_PAGE), PAGE), next: z.optional(text(64)) };
  const { limit, next } = check(schema, event.queryStringParameters ?? {});
  return { limit, after: next === undefined ? undefined : placeOf(next) };
};

/** A place in a list as a client carries it from page to page. */
export const bookmark = ({ since, dish }: Place): string =>
  Buffer.from(`${since}.${dish}`).toString('base64url');

const placeOf = (next: string): Place => {
  const [, since, dish] = /^(\d{1,15})\.(\d{1,9})$/.exec(Buffer.from(next, 'base64url').toString()) ?? [];
  if (since === undefined) throw new Problem('invalid field', 'next');
  return { since: Number(since), dish: Number(dish) };
};
