import type { APIGatewayProxyEventV2 } from 'aws-lambda';
import fc from 'fast-check';
import type { Fields } from '../../lib/http/fields.ts';
import { apiEvent } from './api.ts';
import { isBare } from './bodies.ts';
import type { DeclaredRoute } from './routes.ts';

/** What says who sends a request: fields, cookies and headers. */
export type Credentials = {
  fields?: Record<string, unknown>;
  cookies?: string[];
  headers?: Record<string, string>;
  /** Headers that depend on the body. */
  sign?: (path: string, body: string) => Record<string, string>;
};

type Schema = { _zod: { def: Definition } };
type Definition = {
  type: string;
  innerType?: Schema;
  in?: Schema;
  element?: Schema;
  options?: Schema[];
  shape?: Record<string, Schema>;
  entries?: Record<string, unknown>;
  checks?: { _zod: { def: { pattern?: RegExp } } }[];
};

const EDGES = [
  0,
  1,
  7,
  99,
  100,
  2046,
  -1,
  -0,
  2 ** 31,
  2 ** 53,
  -(2 ** 53),
  2 ** 53 - 1,
  1e21,
  1e300,
  5e-324,
  1.5,
];
const TEXTS = [
  ...[
    '',
    ' ',
    '\u3000',
    '\u200b',
    '\0',
    '\n',
    '\u202e',
    '\ud83c',
    '麻辣香锅',
    '👨‍👩‍👧‍👦',
    "' OR 1=1",
    '../../etc',
    '__proto__',
  ],
  ...[
    'constructor',
    'undefined',
    'null',
    '[object Object]',
    '007',
    '1e3',
    '+86 138 0013 8000',
    '2026-11-20',
    'https://h5.example.com/app',
  ],
];

const number = fc.oneof(
  fc.integer({ min: -5, max: 105 }),
  fc.constantFrom(...EDGES),
  fc.double(),
  fc.maxSafeInteger(),
);
const text = fc.oneof(
  fc.constantFrom(...TEXTS),
  fc.string({ unit: 'grapheme', maxLength: 30 }),
  fc.string({ unit: 'binary', maxLength: 20 }),
  fc.nat({ max: 105 }).map(String),
  fc.uuid(),
  fc.stringMatching(/^[0-9a-f]{40}$/),
  // The longest that a field may be, and longer, in letters of one and of four bytes.
  fc
    .tuple(fc.constantFrom('x', '锅', '🍲'), fc.constantFrom(40, 64, 200, 256, 500, 512, 2_000))
    .map(([letter, length]) => letter.repeat(length)),
);
const anything = fc.oneof(text, number, fc.boolean(), fc.constant(null), fc.anything({ maxDepth: 2 }));

/** Values that have the shape of a schema, most of which it lets through. */
export const shapedLike = (schema: Schema): fc.Arbitrary<unknown> => {
  const { type, innerType, in: input, element, options, shape, entries, checks = [] } = schema._zod.def;
  const inner = innerType ?? input;
  if (type === 'optional' || type === 'default' || type === 'nullable')
    return fc.option(shapedLike(inner as Schema), { nil: undefined });
  if (type === 'pipe') return shapedLike(inner as Schema);
  if (type === 'union') return fc.oneof(...(options ?? []).map((option) => shapedLike(option)));
  if (type === 'array') return fc.array(shapedLike(element as Schema), { maxLength: 4 });
  if (type === 'object')
    return fc.record(
      Object.fromEntries(Object.entries(shape ?? {}).map(([name, one]) => [name, shapedLike(one)])),
    );
  if (type === 'enum') return fc.constantFrom(...Object.values(entries ?? {}));
  if (type === 'boolean') return fc.boolean();
  const patterns = checks.flatMap(({ _zod }) => _zod.def.pattern ?? []);
  if (type === 'string') return fc.oneof(text, ...patterns.map(matching));
  return type === 'number' ? number : anything;
};

/**
 * A request to a route: its fields where it takes them from, now and then something else altogether.
 * @param samples values that mean something, by field
 */
export const requestTo = (
  route: DeclaredRoute,
  fields: Fields,
  credentials: Credentials[],
  samples: Record<string, unknown[]>,
): fc.Arbitrary<{ event: APIGatewayProxyEventV2; fields: Record<string, unknown> }> => {
  const shaped = fc.record(
    Object.fromEntries(
      Object.entries(fields).map(([name, schema]) => [
        name,
        fc.oneof(
          { arbitrary: shapedLike(schema as unknown as Schema), weight: 4 },
          { arbitrary: fc.constantFrom(...(samples[name] ?? [undefined])), weight: 5 },
          { arbitrary: anything, weight: 1 },
        ),
      ]),
    ),
  );
  return fc
    .tuple(shaped, fc.constantFrom({}, ...credentials), fc.option(text, { freq: 12 }), fc.boolean())
    .map(([values, by, instead, isForm]) => ({
      event: eventOf(route, values, by, instead, isForm),
      fields: values,
    }));
};

const eventOf = (
  route: DeclaredRoute,
  values: Record<string, unknown>,
  by: Credentials,
  instead: string | null,
  isForm: boolean,
): APIGatewayProxyEventV2 => {
  const given = { ...values, ...by.fields };
  const inPath = Array.from(route.template.matchAll(/\{(\w+)\}/g), ([, name = '']) => name);
  const pick = (isWanted: (name: string) => boolean) =>
    Object.fromEntries(
      Object.entries(given).flatMap(([name, value]) =>
        isWanted(name) && value !== undefined ? [[name, inWords(value)]] : [],
      ),
    );
  const headers = { ...pick((name) => name.startsWith('X-')), ...by.headers };
  const words = pick((name) => !inPath.includes(name) && !name.startsWith('X-'));
  const json = isBare(route) ? Object.values(words)[0] : JSON.stringify(given);
  const body = instead ?? (isForm && !by.sign ? String(new URLSearchParams(words)) : json);
  return apiEvent({
    method: route.method,
    path: route.template,
    headers: Object.fromEntries(
      Object.entries({ ...headers, ...by.sign?.(route.template, body ?? '') }).map(([name, value]) => [
        name.toLowerCase(),
        value,
      ]),
    ),
    query: words,
    pathParameters: {
      ...Object.fromEntries(inPath.map((name) => [name, '7'])),
      ...pick((name) => inPath.includes(name)),
    },
    ...(by.cookies && { cookies: by.cookies }),
    ...(route.method !== 'GET' && body !== undefined && { body }),
    type: isForm && !by.sign ? 'application/x-www-form-urlencoded' : 'application/json',
  });
};

/** A value as an address, a header or a form can carry it. */
const inWords = (value: unknown): string => {
  if (typeof value === 'string') return value.toWellFormed();
  try {
    return (JSON.stringify(value) ?? String(value)).toWellFormed();
  } catch {
    return 'no words';
  }
};

/** Texts of a pattern; those with look-around are not made from it. */
const matching = (pattern: RegExp): fc.Arbitrary<string> => {
  try {
    return fc.stringMatching(new RegExp(pattern.source, pattern.flags.replace('v', 'u')));
  } catch {
    return text;
  }
};
