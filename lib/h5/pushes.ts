import { ABSENT, transact, type Write } from '../store/store.ts';
import { MINUTE, nowSeconds } from '../time.ts';
import { messageKey, userKey } from './keys.ts';
import { replyTo, replyXml } from './replies.ts';
import { userIdOf } from './visitor.ts';
import type { Elements } from './xml.ts';

/** WeChat sends a push three times within 15 seconds when it gets no answer. */
const REMEMBERED = 10 * MINUTE;
/** An openid, as WeChat writes it: nothing else becomes a user. */
const OPENID = /^[\w-]{1,64}$/;
/** What WeChat puts before the scene of the QR code by which somebody follows the account. */
const SCENE = /^qrscene_/;

/**
 * Handles a push: notes who follows the account and which QR code they scanned, and finds the reply. What comes from no
 * openid is let pass. A push that comes once more changes nothing and gets no second reply.
 * @returns the reply in XML; '' for none
 */
export const handlePush = async (message: Elements): Promise<string> => {
  if (!OPENID.test(message.FromUserName ?? '')) return '';
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
