import { ABSENT, transact, type Write } from '../store/store.ts';
import { MINUTE, nowSeconds } from '../time.ts';
import { findApp } from '../wechat/apps.ts';
import { messageKey, userKey } from './keys.ts';
import { APP, userIdOf } from './visitor.ts';
import { cdata, type Elements } from './xml.ts';

/** WeChat sends a push three times within 15 seconds when it gets no answer. */
const REMEMBERED = 10 * MINUTE;
/** What WeChat puts before the scene of the QR code by which somebody follows the account. */
const SCENE = /^qrscene_/;

/**
 * Handles a push: notes who follows the account and which QR code they scanned, and finds the reply to a click or text.
 * A push that comes once more changes nothing and gets no second reply.
 * @returns the reply in XML; '' for none
 */
export const handlePush = async (message: Elements): Promise<string> => {
  const reply = await replyTo(message);
  const link = linkOf(message);
  if (reply === undefined && !link) return '';

  const [remembered] = await transact([remember(message), ...(link ? [link] : [])]);
  return remembered?.ok && reply !== undefined ? replyXml(message, reply) : '';
};

const remember = ({
  MsgId,
  FromUserName = '',
  CreateTime = '',
  Event = '',
  EventKey = '',
}: Elements): Write => ({
  put: messageKey(MsgId ? [MsgId] : [FromUserName, CreateTime, Event, EventKey]),
  item: { expiresAt: nowSeconds() + REMEMBERED },
  when: ABSENT,
});

/** The write that links a follower: that they follow, and the scene of the QR code that they scanned. */
const linkOf = ({ MsgType, Event, EventKey = '', FromUserName = '' }: Elements): Write | undefined => {
  if (MsgType !== 'event' || !(Event === 'subscribe' || Event === 'SCAN')) return undefined;
  const scene = EventKey.replace(SCENE, '');
  return {
    update: userKey(FromUserName),
    set: {
      user_id: userIdOf(FromUserName),
      ...(Event === 'subscribe' && { followedAt: nowSeconds() }),
      ...(scene !== '' && { scene }),
    },
  };
};

/** The configured reply: to a click by its key, to a text by its whole content, else by `*`. */
const replyTo = async ({ MsgType, Event, EventKey = '', Content = '' }: Elements) => {
  const replies = (await findApp(APP))?.replies ?? {};
  const configured = (key: string) => (Object.hasOwn(replies, key) ? replies[key] : undefined);
  if (MsgType === 'text') return configured(Content.trim()) ?? configured('*');
  return MsgType === 'event' && Event === 'CLICK' ? configured(EventKey) : undefined;
};

const replyXml = ({ FromUserName = '', ToUserName = '' }: Elements, text: string): string =>
  [
    '<xml>',
    `<ToUserName>${cdata(FromUserName)}</ToUserName>`,
    `<FromUserName>${cdata(ToUserName)}</FromUserName>`,
    `<CreateTime>${nowSeconds()}</CreateTime>`,
    '<MsgType><![CDATA[text]]></MsgType>',
    `<Content>${cdata(text)}</Content>`,
    '</xml>',
  ].join('');
