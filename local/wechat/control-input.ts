import type { JsonObject } from './checks.ts';
import { type Fault, faultKinds } from './faults.ts';
import { routes } from './routes.ts';
import type { WechatTemplate } from './templates.ts';
import { isOpenid } from './users.ts';
import type { WechatApp, World } from './world.ts';

/** Where the simulator is told what users, operators and bad luck do. */
export const controlPrefix = '/simulator/';

/** The body of `POST /simulator/faults`: a fault with its defaults left out. */
export type FaultOrder = { path?: string; times?: number; consume?: boolean } & (
  | { kind: 'timeout' | 'html' | 'empty' | 'reset' }
  | { kind: 'slow'; ms: number }
  | { kind: 'status'; status: number }
  | { kind: 'errcode'; errcode: number; errmsg?: string }
);

/** Thrown when a control call is wrong; its message is a sentence for whoever made the call. */
export class ControlError extends Error {
  override name = 'ControlError';
}

export const readText = (body: JsonObject, field: string): string => {
  const value = body[field];
  if (typeof value !== 'string' || value === '') throw new ControlError(`"${field}" must be a text.`);
  return value;
};

export const readOptionalText = (body: JsonObject, field: string): string | undefined =>
  body[field] === undefined ? undefined : readText(body, field);

export const readOptionalObject = (body: JsonObject, field: string): JsonObject => {
  const value = body[field] ?? {};
  if (typeof value !== 'object' || Array.isArray(value))
    throw new ControlError(`"${field}" must be a JSON object.`);
  return value as JsonObject;
};

export const readFlag = (body: JsonObject, field: string, absent?: boolean): boolean => {
  const value = body[field] ?? absent;
  if (typeof value !== 'boolean') throw new ControlError(`"${field}" must be true or false.`);
  return value;
};

export const readInteger = (body: JsonObject, field: string, min: number, max: number): number => {
  const value = body[field];
  if (typeof value !== 'number' || !Number.isInteger(value) || value < min || value > max)
    throw new ControlError(`"${field}" must be an integer from ${min} to ${max}.`);
  return value;
};

/** Templates, by their ids alone or whole. */
const readTemplates = (body: JsonObject): WechatApp['templates'] => {
  const { templates } = body;
  if (templates === undefined) return undefined;
  const isTemplate = (each: unknown) =>
    typeof each === 'string' ||
    (['id', 'title', 'content'] as const).every(
      (name) => typeof (each as Partial<WechatTemplate> | null)?.[name] === 'string',
    );
  if (Array.isArray(templates) && templates.every(isTemplate)) return templates;
  throw new ControlError('"templates" must be a list of ids, or of {id, title, content}.');
};

const readOptionalTexts = (body: JsonObject, field: string): string[] | undefined => {
  const value = body[field];
  if (value === undefined) return undefined;
  if (!Array.isArray(value) || !value.every((each) => typeof each === 'string'))
    throw new ControlError(`"${field}" must be a list of texts.`);
  return value;
};

export const readAppid = (world: World, body: JsonObject): string => {
  const appid = readText(body, 'appid');
  if (world.apps.has(appid)) return appid;
  throw new ControlError(`The simulator knows no app "${appid}". POST ${controlPrefix}apps registers one.`);
};

export const readOpenid = (body: JsonObject): string => {
  const openid = readText(body, 'openid');
  if (isOpenid(openid)) return openid;
  throw new ControlError('"openid" must consist of up to 128 letters, digits, "_" and "-".');
};

export const readApp = (body: JsonObject): WechatApp => {
  const pages = readOptionalTexts(body, 'pages');
  const templates = readTemplates(body);
  const title = readOptionalText(body, 'title');
  const webDomain = readOptionalText(body, 'webDomain');
  return {
    appid: readText(body, 'appid'),
    secret: readText(body, 'secret'),
    ...(pages && { pages }),
    ...(templates && { templates }),
    ...(title && { title }),
    ...(webDomain && { webDomain }),
  };
};

export const readExpiryErrcode = ({ errcode = 40001 }: JsonObject): 40001 | 40014 | 42001 => {
  if (errcode === 40001 || errcode === 40014 || errcode === 42001) return errcode;
  throw new ControlError('"errcode" must be 40001, 40014 or 42001.');
};

export const readFault = (body: JsonObject): Fault => {
  const path = readOptionalText(body, 'path') ?? null;
  if (path !== null && !routes.has(path))
    throw new ControlError(`"path" must be one of ${[...routes.keys()].join(', ')}.`);
  const times =
    body.times === undefined
      ? Number.POSITIVE_INFINITY
      : readInteger(body, 'times', 1, Number.MAX_SAFE_INTEGER);
  const common = { path, times, consume: readFlag(body, 'consume', false) };

  switch (body.kind) {
    case 'timeout':
    case 'html':
    case 'empty':
    case 'reset':
      return { ...common, kind: body.kind };
    case 'slow':
      return { ...common, kind: 'slow', ms: readInteger(body, 'ms', 0, 600_000) };
    case 'status':
      return { ...common, kind: 'status', status: readInteger(body, 'status', 200, 599) };
    case 'errcode':
      return {
        ...common,
        kind: 'errcode',
        errcode: readInteger(body, 'errcode', -1, 99_999_999),
        errmsg: readOptionalText(body, 'errmsg'),
      };
    default:
      throw new ControlError(`"kind" must be one of ${faultKinds.join(', ')}.`);
  }
};
