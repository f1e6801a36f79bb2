import type { APIGatewayProxyEventV2 } from 'aws-lambda';
import { Problem } from './problem.ts';

/** A file of a multipart body. `type` is what the sender calls it; only its bytes tell the truth. */
export type UploadedFile = { name: string; type: string; bytes: Buffer };

/** What a request carries, however it was encoded. Values are as they came: unchecked. */
export type Body = Record<string, unknown>;

const LARGEST = 1024 * 1024;
/** Clients that name two content types, which API Gateway joins by a comma, mean the one that is not their default. */
const FORM = /(^|,\s*)application\/x-www-form-urlencoded\b/i;

/**
 * Reads a request's body as named values. JSON is taken under any content type, because clients mislabel it;
 * forms are taken as `application/x-www-form-urlencoded` or `multipart/form-data`, whose files become `UploadedFile`.
 * A form's field `name[]` becomes the array `name`.
 * @throws Problem 413 for more than 1 MiB, 400 for what cannot be read as named values
 */
export const readBody = async (event: APIGatewayProxyEventV2): Promise<Body> => {
  const bytes = readBytes(event);
  const type = event.headers['content-type'] ?? '';
  try {
    if (/^multipart\/form-data/i.test(type)) return await readMultipart(bytes, type);
    const text = decoded(bytes);
    const isForm = FORM.test(type) && !/^\s*\{/.test(text);
    return isForm ? fromEntries(new URLSearchParams(text)) : readJson(text);
  } catch {
    throw new Problem('broken body');
  }
};

/**
 * Reads a request's body as text, for a service that takes a bare value or a format of its own.
 * @throws Problem 413 for more than `largest` bytes, 400 for what is not UTF-8
 */
export const readText = (event: APIGatewayProxyEventV2, largest = LARGEST): string => {
  const bytes = readBytes(event, largest);
  try {
    return decoded(bytes);
  } catch {
    throw new Problem('broken body');
  }
};

/**
 * Reads a body that is one bare value: text as it stands, or a JSON string or number. Space around it does not count.
 * @throws Problem as `readText`, and 400 for a JSON string that is broken and for any other JSON
 */
export const readBare = (event: APIGatewayProxyEventV2): string => {
  const text = readText(event).trim();
  const value = jsonIn(text);
  if (typeof value === 'string') return value;
  if (typeof value === 'number' || (value === undefined && !text.startsWith('"'))) return text;
  throw new Problem('broken body');
};

/**
 * Reads a request's body as it came, for a service that checks its signature.
 * @throws Problem 413 for more than `largest` bytes
 */
export const readBytes = ({ body, isBase64Encoded }: APIGatewayProxyEventV2, largest = LARGEST): Buffer => {
  // API Gateway leaves out what is empty; others say null.
  const bytes = Buffer.from(body ?? '', isBase64Encoded ? 'base64' : 'utf8');
  if (bytes.length > largest) throw new Problem('body too large');
  return bytes;
};

const decoded = (bytes: Buffer): string => new TextDecoder('utf-8', { fatal: true }).decode(bytes);

/** The JSON value that a text is; undefined when it is none. */
const jsonIn = (text: string): unknown => {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
};

const readJson = (text: string): Body => {
  const value: unknown = JSON.parse(text);
  if (typeof value !== 'object' || value === null || Array.isArray(value))
    throw new TypeError('not an object');
  return value as Body;
};

const readMultipart = async (bytes: Buffer, type: string): Promise<Body> => {
  const form = await new Response(new Uint8Array(bytes), { headers: { 'content-type': type } }).formData();
  const entries = [...form].map(async ([name, value]): Promise<[string, unknown]> => {
    if (typeof value === 'string') return [name, value];
    const file: UploadedFile = {
      name: value.name,
      type: value.type,
      bytes: Buffer.from(await value.arrayBuffer()),
    };
    return [name, file];
  });
  return fromEntries(await Promise.all(entries));
};

const fromEntries = (entries: Iterable<[string, unknown]>): Body => {
  const groups = Map.groupBy(entries, ([name]) => name);
  return Object.fromEntries(
    Array.from(groups, ([name, group]) => {
      const values = group.map(([, value]) => value);
      return name.endsWith('[]') ? [name.slice(0, -2), values] : [name, values.at(-1)];
    }),
  );
};
