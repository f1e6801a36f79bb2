import { pushSignature } from '../../lib/wechat/signature.ts';
import { ACCOUNT, ask, type H5Reply } from './h5.ts';

/** The query of a push: how WeChat's server signs. */
export const signed = (token = ACCOUNT.pushToken) => {
  const [timestamp, nonce] = ['1409304348', 'xxxxxx'];
  return { signature: pushSignature(token, timestamp, nonce), timestamp, nonce };
};

let messages = 0;
/** A push as WeChat writes it, at a time of its own. */
export const xml = (elements: Record<string, string>, more = ''): string => {
  messages += 1;
  const all = {
    ToUserName: 'gh_1',
    FromUserName: 'openid',
    CreateTime: `${1_348_831_860 + messages}`,
    ...elements,
  };
  const written = Object.entries(all).map(([name, value]) => `<${name}><![CDATA[${value}]]></${name}>`);
  return `<xml>${written.join('\n')}${more}</xml>`;
};

/** A text that a follower sends, with a MsgId of its own. */
export const text = (Content: string, more: Record<string, string> = {}): string =>
  xml({ MsgType: 'text', Content, MsgId: String(10n ** 16n + BigInt(messages)), ...more });

/** An event, which has no MsgId. */
export const event = (Event: string, EventKey: string, more: Record<string, string> = {}): string =>
  xml({ MsgType: 'event', Event, EventKey, ...more });

/** POST /wx. */
export const push = (body: string | Buffer, query: Record<string, string> = signed()): Promise<H5Reply> =>
  ask('push', { method: 'POST', path: '/wx', type: 'text/xml', query, body });

/** What WeChat takes for no reply. */
export const silence = { status: 200, raw: '' };
