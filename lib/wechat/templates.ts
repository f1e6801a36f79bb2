import { callWechat } from './client.ts';

/** A template that an account has for subscribe messages, and the keys that a message of it must give values for. */
export type OwnTemplate = { id: string; title: string; keys: string[] };

/**
 * The templates that a mini-program's account has.
 * @throws WechatError
 * @see https://developers.weixin.qq.com/miniprogram/dev/OpenApiDoc/mp-message-management/subscribe-message/getTemplateList.html
 */
export const listTemplates = async (access_token: string): Promise<OwnTemplate[]> => {
  const { data } = await callWechat({
    path: '/wxaapi/newtmpl/gettemplate',
    query: { access_token },
    repeatable: true,
  });
  return (Array.isArray(data) ? data : []).map(({ priTmplId, title, content }) => ({
    id: String(priTmplId),
    title: String(title ?? ''),
    keys: Array.from(String(content ?? '').matchAll(/\{\{\s*(\w+)\.DATA\s*\}\}/g), ([, key = '']) => key),
  }));
};
