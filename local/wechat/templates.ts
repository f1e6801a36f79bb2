import { requireGet, requireToken } from './checks.ts';
import type { Answer, Call } from './wire.ts';
import type { WechatApp, World } from './world.ts';

/** A subscribe message's template as its account has it. `content` holds the keys: `取餐号码:{{character_string1.DATA}}`. */
export type WechatTemplate = { id: string; title: string; content: string };

/** `GET /wxaapi/newtmpl/gettemplate` (getTemplateList): the templates that the app has declared. */
export const getTemplates = (world: World, call: Call): Answer => {
  requireGet(call);
  const { templates = [] } = requireToken(world, call);
  const data = templates.map(declared).map(({ id, title, content }) => ({
    priTmplId: id,
    title,
    content,
    example: '',
    type: 2,
  }));
  return { json: { errcode: 0, errmsg: 'ok', data } };
};

/** An app's template; undefined when it has none of this id. An app that declares no templates has them all. */
export const findTemplate = ({ templates }: WechatApp, id: string): WechatTemplate | undefined =>
  templates ? templates.map(declared).find((template) => template.id === id) : declared(id);

/** The keys that a message of a template must give values for. */
export const keysOf = ({ content }: WechatTemplate): string[] =>
  Array.from(content.matchAll(/\{\{(\w+)\.DATA\}\}/g), ([, key = '']) => key);

/** A template that is declared by its id alone takes any keys. */
const declared = (template: string | WechatTemplate): WechatTemplate =>
  typeof template === 'string' ? { id: template, title: '', content: '' } : template;
