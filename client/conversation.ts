import { type Body, toBody } from './exchange.ts';
import type { Socket, Transport } from './transport.ts';

/** What the server says through a WebSocket. */
export type Push = Body & { push?: unknown };

export type Watched = { query: 'watch'; sellerId: number; marchSn?: number; ticketId?: string };
export type Said = Watched | { query: 'hello' };

export type Conversation = {
  /** Says something, once all that was said before has been answered. */
  say(said: Said): void;
  end(): void;
};

type Listener = {
  /** The server says something; `said` is what it answers with that. */
  heard(push: Push, said: Said | undefined): void;
  /** It is over, for whatever reason; `isStranger` when the server does not know the session. Told once. */
  ended(isStranger: boolean): void;
};

/**
 * Talks through one WebSocket until it ends. One thing is said at a time, because answers do not say which ticket they
 * are about; whatever stays unanswered ends the conversation, so a connection that is dead without knowing it ends too.
 */
export const converse = (
  connect: NonNullable<Transport['connect']>,
  url: string,
  { answerMs, heartbeatMs }: { answerMs: number; heartbeatMs: number },
  { heard, ended }: Listener,
): Conversation => {
  const asked: Said[] = [];
  let socket: Socket | undefined;
  let isOpen = false;
  let isOver = false;

  const end = (isStranger: boolean): void => {
    if (isOver) return;
    isOver = true;
    clearTimeout(deadline);
    clearInterval(heart);
    socket?.close();
    ended(isStranger);
  };
  let deadline = setTimeout(end, answerMs, false);
  const heart = setInterval(() => say({ query: 'hello' }), heartbeatMs);

  const saySomething = (): void => {
    clearTimeout(deadline);
    if (isOver || asked.length === 0) return;
    deadline = setTimeout(end, answerMs, false);
    socket?.send(JSON.stringify(asked[0]));
  };
  const say = (said: Said): void => {
    asked.push(said);
    if (isOpen && asked.length === 1) saySomething();
  };

  const open = (): void => {
    isOpen = true;
    if (isOver) socket?.close();
    else saySomething();
  };
  const message = (text: string): void => {
    if (isOver) return;
    const push: Push = toBody(text);
    // Nothing helps against these but to begin anew; a message without `push` is API Gateway's, when the service fails.
    if (push.push === 'whoareyou' || push.push === 'error' || push.push === undefined) {
      end(push.push === 'whoareyou');
      return;
    }
    const said = asked[0];
    const isAnswered = said !== undefined && answers(push, said);
    if (isAnswered) asked.shift();
    heard(push, isAnswered ? said : undefined);
    if (isAnswered) saySomething();
  };
  // Told a moment later, also where the platform refuses at once.
  const close = (): void => {
    setTimeout(end, 0, false);
  };

  try {
    socket = connect(url, { open, message, close });
  } catch {
    close();
  }
  return { say, end: () => end(false) };
};

const answers = ({ push, sellerId }: Push, said: Said): boolean =>
  said.query === 'hello'
    ? push === 'hi'
    : push === 'watch' || (push === 'queue' && said.marchSn === undefined && said.sellerId === sellerId);
