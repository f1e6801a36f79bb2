import { nowSeconds } from '../time.ts';
import { findApp, type Reply } from '../wechat/apps.ts';
import { APP } from './visitor.ts';
import { cdata, type Elements } from './xml.ts';

/** The key of the reply to any text that has none of its own, and of the reply to a new follower. */
export const OTHERWISE = '*';
export const WELCOME = '+';

/** The configured reply: to a click by its key, to a text by its whole content, to whoever begins to follow. */
export const replyTo = async ({
  MsgType,
  Event,
  EventKey = '',
  Content = '',
}: Elements): Promise<Reply | undefined> => {
  const replies = (await findApp(APP))?.replies ?? {};
  const configured = (key: string) => (Object.hasOwn(replies, key) ? replies[key] : undefined);
  // A follower may type the key of the welcome, too.
  const named = (key: string) => (key === WELCOME ? undefined : configured(key));
  if (MsgType === 'text') return named(Content.trim()) ?? configured(OTHERWISE);
  if (MsgType !== 'event') return undefined;
  if (Event === 'subscribe') return configured(WELCOME);
  return Event === 'CLICK' ? named(EventKey) : undefined;
};

/** A reply as WeChat takes it for the answer to a message. */
export const replyXml = ({ FromUserName = '', ToUserName = '' }: Elements, reply: Reply): string =>
  element('xml', [
    element('ToUserName', cdata(FromUserName)),
    element('FromUserName', cdata(ToUserName)),
    element('CreateTime', String(nowSeconds())),
    ...contentOf(reply),
  ]);

/** @see https://developers.weixin.qq.com/doc/service/guide/product/message/Passive_user_reply_message.html */
const contentOf = (reply: Reply): string[] => {
  if (typeof reply === 'string') return [kind('text'), element('Content', cdata(reply))];
  if ('mediaId' in reply)
    return [kind('image'), element('Image', [element('MediaId', cdata(reply.mediaId))])];
  const article = element('item', [
    element('Title', cdata(reply.title)),
    element('Description', cdata(reply.description)),
    element('PicUrl', cdata(reply.picture)),
    element('Url', cdata(reply.url)),
  ]);
  return [kind('news'), element('ArticleCount', '1'), element('Articles', [article])];
};

const kind = (name: string): string => element('MsgType', cdata(name));

const element = (name: string, content: string | string[]): string =>
  `<${name}>${[content].flat().join('')}</${name}>`;
