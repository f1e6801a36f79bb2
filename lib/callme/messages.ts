import { log } from '../log.ts';
import { ABSENT, write } from '../store/store.ts';
import { DAY, nowSeconds } from '../time.ts';
import { type App, findApp } from '../wechat/apps.ts';
import { WechatError } from '../wechat/errors.ts';
import { sendSubscribeMessage } from '../wechat/subscribe.ts';
import { dayKey, sentKey } from './keys.ts';
import type { Ticket } from './queue.ts';

const PAGE = 'pages/qu/qu';

/**
 * Sends the WeChat message of a call to the eater who asked for it: once per call at most, so it is marked as sent
 * first. What WeChat refuses, because the user withdrew, say, is counted and not tried again.
 */
export const sendCallMessage = async (ticket: Ticket): Promise<void> => {
  const { user, subscribe, fetchId, callCount = 0, sellerId, day } = ticket;
  if (!user || !subscribe) return;
  const [appId, openid] = [user.slice(0, user.indexOf('#')), user.slice(user.indexOf('#') + 1)];
  const app = await findApp(appId);
  if (!app?.callTemplate) return;

  const marked = await write({
    put: sentKey(fetchId, callCount),
    item: { expiresAt: nowSeconds() + DAY },
    when: ABSENT,
  });
  if (!marked.ok) return;
  const sent = await send(app, openid, ticket);
  await write({ update: dayKey(sellerId, day), add: { [sent ? 'messagesSent' : 'messagesRefused']: 1 } });
};

/** Sends it, and says whether WeChat took it. */
const send = async (app: App, touser: string, ticket: Ticket): Promise<boolean> => {
  const { id: template_id, values } = app.callTemplate as NonNullable<App['callTemplate']>;
  const data = Object.fromEntries(Object.entries(values).map(([key, text]) => [key, fill(text, ticket)]));
  try {
    await sendSubscribeMessage(app, {
      touser,
      template_id,
      page: `${PAGE}?sellerId=${ticket.sellerId}`,
      data,
    });
    return true;
  } catch (error) {
    if (!(error instanceof WechatError)) throw error;
    log('info', 'call message refused', { app: app.id, errcode: error.errcode, rid: error.rid });
    return false;
  }
};

/** Puts the call's words into a template's text; WeChat takes no line breaks and 20 characters of a note. */
const fill = (text: string, { marchSn, sellerName = '', noteContent = '' }: Ticket): string => {
  const words: Record<string, string> = { marchSn: String(marchSn), sellerName, noteContent };
  const filled = text.replaceAll(/\{(\w+)\}/g, (whole, word: string) => words[word] ?? whole);
  return [...filled.replaceAll(/\s+/g, ' ')].slice(0, 20).join('');
};
