import { requireJson, requirePost, requireToken } from './checks.ts';
import type { SentMessage } from './mailbox.ts';
import { isValidValue } from './message-values.ts';
import { Refusal } from './refusal.ts';
import { findTemplate, keysOf, type WechatTemplate } from './templates.ts';
import type { Answer, Call } from './wire.ts';
import type { WechatApp, World } from './world.ts';

const states = ['developer', 'trial', 'formal'];
const languages = ['zh_CN', 'en_US', 'zh_HK', 'zh_TW'];
const templateForm = /^[\w-]{1,64}$/;

/** `POST /cgi-bin/message/subscribe/send` (sendMessage): one message to a user who agreed to it. */
export const sendSubscribeMessage = (world: World, call: Call): Answer => {
  requirePost(call);
  const app = requireToken(world, call);
  const body = requireJson(call);
  const { touser, template_id, page } = body;

  // A user who came long ago still receives what they agreed to.
  const standing = world.users.standing(app.appid, touser);
  if (standing === 'malformed' || standing === 'foreign') throw new Refusal(40003);
  const template = requireTemplate(app, template_id);
  if (page !== undefined && typeof page !== 'string') throw new Refusal(47001);
  const miniprogram_state = requireOneOf(states, body.miniprogram_state ?? 'formal');
  requireOneOf(languages, body.lang ?? 'zh_CN');

  const delivered = world.mailbox.deliver({
    appid: app.appid,
    touser: touser as string,
    template_id: template.id,
    page: page ?? null,
    miniprogram_state,
    data: requireData(body.data, keysOf(template)),
  });
  if (!delivered) throw new Refusal(43101);
  return { json: { errcode: 0, errmsg: 'ok' } };
};

const requireTemplate = (app: WechatApp, id: unknown): WechatTemplate => {
  const found = typeof id === 'string' && templateForm.test(id) ? findTemplate(app, id) : undefined;
  if (!found) throw new Refusal(40037);
  return found;
};

const requireOneOf = (values: string[], value: unknown): string => {
  if (!values.includes(value as string)) throw new Refusal(40097);
  return value as string;
};

/** The template's fields; the first one that is missing or out of its limits is named in the errmsg. */
const requireData = (data: unknown, keys: string[]): SentMessage['data'] => {
  if (typeof data !== 'object' || data === null || Array.isArray(data)) throw invalidArgument('data');
  const fields = Object.entries(data as Record<string, { value?: unknown } | null>);
  if (fields.length === 0) throw invalidArgument('data');
  const missing = keys.find((key) => !Object.hasOwn(data, key));
  if (missing) throw invalidArgument(`data.${missing}.value`);
  return Object.fromEntries(
    fields.map(([key, field]) => {
      const value = field?.value;
      if (!isValidValue(key, value)) throw invalidArgument(`data.${key}.value`);
      return [key, { value }];
    }),
  );
};

const invalidArgument = (field: string): Refusal => new Refusal(47003, `argument invalid! ${field} invalid`);
