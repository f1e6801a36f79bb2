import { setTimeout as pause } from 'node:timers/promises';
import { log } from '../log.ts';
import { readOne } from '../store/store.ts';
import { MINUTE } from '../time.ts';
import { type App, findApp, type Template } from '../wechat/apps.ts';
import { isPassing, WechatError } from '../wechat/errors.ts';
import { SEND, sendSubscribeMessage } from '../wechat/subscribe.ts';
import type { Change } from './changes.ts';
import { ticketKey } from './keys.ts';
import { endMessage, leaveMessage, type Outcome, takeMessage } from './message-state.ts';
import { type Message, messagesOf, textsOf } from './messages.ts';
import { nearMessages } from './near.ts';
import { stallPage } from './pages.ts';
import type { Ticket } from './queue.ts';

/** What one try comes to: WeChat has decided, it surely did nothing, or its answer was lost. */
type Tried = 'sent' | 'refused' | 'not done' | 'no answer';

/** Seconds after which a message is not worth sending. `functions.yml` says the same of the stream's changes. */
export const LATEST = 10 * MINUTE;
/** Seconds after which it is looked whether a message is still true. */
const FRESH = 10;
/** Milliseconds before the second try and the later ones: a hiccup is over soon, an outage is not. */
const PAUSES = [500, 5_000, 20_000];
/**
 * How often WeChat may leave a message unanswered. The second may be a second message; but at WeChat one consent is good
 * for one, so that it hardly is.
 */
const UNANSWERED = 2;

/**
 * Sends the messages that changes of one stall give occasion to: of a call, and that it is nearly somebody's turn. Eaters are served side by side, the messages of one
 * after another, because WeChat refuses two to the same user at once. Repeating it is safe: a message is sent once.
 * @param pauses in milliseconds, before the second try and each later one
 */
export const sendMessages = async (changes: Change[], pauses = PAUSES): Promise<void> => {
  const due = [...messagesOf(changes), ...(await nearMessages(changes))];
  const eaters = Map.groupBy(due, ({ ticket }) => ticket.user);
  const served = await Promise.allSettled(
    Array.from(eaters.values(), async (messages) => {
      for (const message of messages) await sendOnce(message, pauses);
    }),
  );
  const failed = served.find((one) => one.status === 'rejected');
  if (failed) throw failed.reason;
};

/**
 * Sends a message that is not over yet, if the app has a template for it.
 * @throws when it surely was not sent and may be later: the stream is to deliver its change again
 */
const sendOnce = async (message: Message, pauses: number[]): Promise<void> => {
  const { user } = message.ticket;
  const app = await findApp(user.slice(0, user.indexOf('#')));
  const template = app && message.template(app);
  if (!template) return;
  if (isOlderThan(LATEST, message)) return say('warn', 'a message came too late', app, message);

  const lease = await takeMessage(message);
  if (!lease) return;
  let outcome: Outcome | undefined;
  try {
    outcome = await tryUntilOver(app, template, message, pauses);
  } finally {
    if (!outcome) await leaveMessage(message, lease);
  }
  if (!outcome) throw new Error('WeChat could not be asked to send a message');
  await endMessage(message, lease, outcome);
};

/** Asks WeChat until the message is over or there is no pause left: undefined when it surely was not sent by then. */
const tryUntilOver = async (
  app: App,
  template: Template,
  message: Message,
  pauses: number[],
): Promise<Outcome | undefined> => {
  let unanswered = 0;
  for (const wait of [0, ...pauses]) {
    await pause(wait);
    if (!(await isNews(message))) return 'outdated';
    const tried = await tryOnce(app, template, message);
    if (tried === 'sent' || tried === 'refused') return tried;
    if (tried === 'no answer') unanswered += 1;
    if (unanswered === UNANSWERED) break;
  }
  if (unanswered === 0) return undefined;
  say('error', 'a message may be lost', app, message);
  return 'lost';
};

const tryOnce = async (app: App, template: Template, message: Message): Promise<Tried> => {
  const { user, sellerId } = message.ticket;
  try {
    await sendSubscribeMessage(app, {
      touser: user.slice(user.indexOf('#') + 1),
      template_id: template.id,
      page: stallPage(sellerId),
      data: textsOf(template, message),
    });
    return 'sent';
  } catch (error) {
    if (!(error instanceof WechatError)) throw error;
    const { path, errcode, rid, reason } = error;
    const isRefused = errcode !== undefined && !isPassing(error);
    const what = isRefused ? 'WeChat refused a message' : 'WeChat could not be asked to send a message';
    say('warn', what, app, message, { path, errcode, rid, reason });
    if (isRefused) return 'refused';
    return path === SEND && errcode === undefined && !error.isUnsent ? 'no answer' : 'not done';
  }
};

const isNews = async (message: Message): Promise<boolean> => {
  if (!isOlderThan(FRESH, message)) return true;
  const { sellerId, marchSn } = message.ticket;
  return message.isNews((await readOne(ticketKey(sellerId, marchSn))) as Ticket | undefined, message.ticket);
};

const isOlderThan = (seconds: number, { at }: Message): boolean => Date.now() - at > seconds * 1_000;

const say = (
  level: 'warn' | 'error',
  what: string,
  { id }: App,
  { occasion, ticket }: Message,
  more: Record<string, unknown> = {},
): void =>
  log(level, what, { app: id, sellerId: ticket.sellerId, marchSn: ticket.marchSn, occasion, ...more });
