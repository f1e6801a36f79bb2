import { type JsonObject, refuseTokenInBody, requireJson, requirePost, requireToken } from './checks.ts';
import { type Color, type Drawing, drawCode } from './image.ts';
import { Refusal } from './refusal.ts';
import type { Answer, Call } from './wire.ts';
import type { WechatApp, World } from './world.ts';

const maxPath = 1024;
const maxScene = 32;
const sceneForm = /^[0-9a-zA-Z!#$&'()*+,/:;=?@\-._~]*$/;
const versions = ['release', 'trial', 'develop'];

/** `POST /wxa/getwxacode` (getQRCode): a code for a path, out of a limited number. */
export const getCode = (world: World, call: Call): Answer => {
  requirePost(call);
  const { appid } = requireToken(world, call);
  const body = requireJson(call, 40159);
  refuseNulls(body);
  const path = requireText(body.path, 40159, maxPath);
  refuseReserved(path);
  requireFlag(body.check_path);
  return { image: drawCode({ ...readDrawing(body), text: `${appid} ${path}${versionOf(body)}` }) };
};

/** `POST /wxa/getwxacodeunlimit` (getUnlimitedQRCode): a code for a page and a short scene, any number of them. */
export const getUnlimitedCode = (world: World, call: Call): Answer => {
  requirePost(call);
  refuseTokenInBody(call);
  const app = requireToken(world, call);
  const body = requireJson(call, 40169);
  refuseNulls(body);
  const scene = requireText(body.scene, 40169, maxScene);
  if (!sceneForm.test(scene)) throw new Refusal(40129);
  const page = requirePage(app, body);
  refuseReserved(scene, page);
  const text = `${app.appid} ${page}?scene=${scene}${versionOf(body)}`;
  return { image: drawCode({ ...readDrawing(body), text }) };
};

const refuseNulls = (body: JsonObject): void => {
  if (Object.values(body).includes(null)) throw new Refusal(47001);
};

const requireText = (value: unknown, errcode: number, max: number): string => {
  if (value === undefined) throw new Refusal(errcode);
  if (typeof value !== 'string') throw new Refusal(47001);
  if (value === '' || value.length > max) throw new Refusal(errcode);
  return value;
};

/** The page, '' for the home page. Apps that declare no pages have them all. */
const requirePage = (app: WechatApp, { page = '', check_path = true }: JsonObject): string => {
  requireFlag(check_path);
  if (typeof page !== 'string') throw new Refusal(47001);
  const published = page === '' || (app.pages?.includes(page) ?? true);
  if (/^\/|\?/.test(page) || (check_path && !published)) throw new Refusal(41030);
  return page;
};

const requireFlag = (value: unknown = true): void => {
  if (typeof value !== 'boolean') throw new Refusal(47001);
};

const refuseReserved = (...texts: string[]): void => {
  if (texts.some((text) => /\bscancode_time\b/.test(text))) throw new Refusal(85096);
};

/** Which version a code opens, for its text; nothing for the published one. */
const versionOf = ({ env_version = 'release' }: JsonObject): string => {
  if (!versions.includes(env_version as string)) throw new Refusal(40097);
  return env_version === 'release' ? '' : ` (${env_version})`;
};

const readDrawing = (body: JsonObject): Omit<Drawing, 'text'> => {
  const { width = 430, auto_color = false, is_hyaline = false } = body;
  if (typeof width !== 'number' || typeof auto_color !== 'boolean' || typeof is_hyaline !== 'boolean')
    throw new Refusal(47001);
  return {
    width: Math.min(Math.max(Math.round(width), 280), 1280),
    // Choosing a colour by itself, WeChat takes the main colour of the app's pictures; here there are none.
    color: auto_color ? { r: 0, g: 0, b: 0 } : readColor(body.line_color),
    transparent: is_hyaline,
  };
};

/** Components come as numbers or as strings of digits. */
const readColor = (value: unknown = {}): Color => {
  if (typeof value !== 'object') throw new Refusal(47001);
  const parts = value as Record<string, unknown>;
  const component = (part: unknown = 0): number => {
    const number = part === '' ? Number.NaN : Number(part);
    if (!Number.isInteger(number) || number < 0 || number > 255) throw new Refusal(40097);
    return number;
  };
  return { r: component(parts.r), g: component(parts.g), b: component(parts.b) };
};
