import type { App, Template } from '../wechat/apps.ts';
import { type Change, isCall, ticketOf } from './changes.ts';
import type { Ticket } from './queue.ts';

/** A kind of subscribe messages: which of an app's templates it takes, and whether it is still worth telling. */
type Kind = {
  template: (app: App) => Template | undefined;
  /** Whether what was so `then` is still news to the eater of a ticket that is so `now`. */
  isNews: (now: Ticket | undefined, then: Ticket) => boolean;
};

/** A message that is due to a ticket's eater. */
export type Message = Kind & {
  /** Tells it from any other message about this ticket: each is sent once. */
  occasion: string;
  ticket: Ticket & { user: string };
  /** When that happened which it tells of, in epoch milliseconds. */
  at: number;
  /** How many are before the eater, where it tells that. */
  ahead?: number;
};

/** WeChat takes no empty text: where a call names no counter. */
const NOWHERE = '-';

const CALL: Kind = {
  template: ({ callTemplate }) => callTemplate,
  isNews: (now, then) =>
    now?.fetchId === then.fetchId && now.callCount === then.callCount && now.calledAt !== undefined,
};

/** That it is nearly the eater's turn: once for a ticket, whatever happens to the queue after it. */
export const NEAR: Kind & { occasion: string } = {
  occasion: 'near',
  template: ({ nearTemplate }) => nearTemplate,
  isNews: (now, then) => now?.fetchId === then.fetchId && now.calledAt === undefined,
};

/** The messages that changes give occasion to: of a call, recalls too, to an eater who asked for it. */
export const messagesOf = (changes: Change[]): Message[] =>
  changes
    .filter(isCall)
    .map(ticketOf)
    .filter(hasAsked)
    .map((ticket) => ({
      ...CALL,
      occasion: `call#${ticket.callCount}`,
      ticket,
      at: ticket.calledAt ?? 0,
    }));

/**
 * The texts of a template's keys, with `{sellerName}` and the like filled in. WeChat takes no line breaks, and no more
 * than 20 characters in most kinds of keys.
 */
export const textsOf = (
  { values }: Template,
  { ticket, ahead = 0 }: Pick<Message, 'ticket' | 'ahead'>,
): Record<string, string> => {
  const { marchSn, sellerName = '', noteContent = '', counter = NOWHERE } = ticket;
  const words: Record<string, string> = {
    marchSn: String(marchSn),
    sellerName,
    noteContent,
    counter,
    ahead: String(ahead),
  };
  const fill = (text: string): string => {
    const filled = text.replaceAll(/\{(\w+)\}/g, (whole, word: string) => words[word] ?? whole);
    return [...filled.replaceAll(/\s+/g, ' ')].slice(0, 20).join('');
  };
  return Object.fromEntries(Object.entries(values).map(([key, text]) => [key, fill(text)]));
};

/** Whether a ticket's eater asked to be told. */
export const hasAsked = (ticket: Ticket): ticket is Message['ticket'] =>
  ticket.subscribe === true && ticket.user !== undefined;
