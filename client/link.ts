import { backoff } from './again.ts';
import { type Conversation, converse, type Push, type Watched } from './conversation.ts';
import type { Session } from './session.ts';
import type { Transport } from './transport.ts';

/** One who watches through the link: what to say for it whenever a connection opens, and its ear. */
export type Line = { said: Watched; hear(push: Push): void };

/** The client's one WebSocket, open while somebody watches. */
export type Link = {
  add(line: Line): void;
  remove(line: Line): void;
  /** Whether the server tells this line what happens. */
  isLive(line: Line): boolean;
  /** Finds out now whether the connection lives, or makes one. */
  wake(): void;
};

/**
 * Keeps a WebSocket open: after every break it connects again, later and later, and watches everything again, so that
 * the answers say what was missed. A server that does not know the session gets a new one.
 */
export const createLink = (
  connect: NonNullable<Transport['connect']>,
  liveUrl: string,
  session: Session,
  times: { answerMs: number; heartbeatMs: number },
): Link => {
  const lines = new Set<Line>();
  const live = new Set<Line>();
  let conversation: Conversation | undefined;
  let isStarting = false;
  let failures = 0;
  let timer: ReturnType<typeof setTimeout> | undefined;

  const start = async (): Promise<void> => {
    clearTimeout(timer);
    if (conversation || isStarting || lines.size === 0) return;
    isStarting = true;
    try {
      const sessionKey = await session.key();
      if (lines.size > 0) talk(sessionKey);
    } catch {
      startLater();
    }
    isStarting = false;
  };

  const startLater = (): void => {
    clearTimeout(timer);
    if (lines.size === 0) return;
    timer = setTimeout(start, backoff(failures, 1_000, 30_000));
    failures += 1;
  };

  const talk = (sessionKey: string): void => {
    const url = `${liveUrl}${liveUrl.indexOf('?') < 0 ? '?' : '&'}sessionKey=${sessionKey}`;
    conversation = converse(connect, url, times, {
      heard: (push, said) => {
        const about = [...lines].filter((line) => push.push !== 'watch' || line.said === said);
        for (const line of about) {
          if (line.said === said && push.state !== 'fail') {
            failures = 0;
            live.add(line);
          }
          line.hear(push);
        }
      },
      ended: (isStranger) => {
        conversation = undefined;
        live.clear();
        // `start` waits for it.
        if (isStranger) session.renew(sessionKey).catch(() => undefined);
        startLater();
      },
    });
    for (const { said } of lines) conversation.say(said);
  };

  return {
    add: (line) => {
      lines.add(line);
      if (conversation) conversation.say(line.said);
      else start();
    },
    remove: (line) => {
      lines.delete(line);
      live.delete(line);
      if (lines.size > 0) return;
      clearTimeout(timer);
      conversation?.end();
    },
    isLive: (line) => live.has(line),
    wake: () => {
      failures = 0;
      if (conversation) conversation.say({ query: 'hello' });
      else start();
    },
  };
};
