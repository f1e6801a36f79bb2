import type { Transport } from '../../client/callme.ts';
import { curlOf } from './curl.ts';
import type { Entry, NewEntry } from './entry.ts';
import type { Log } from './log.ts';

type Connect = NonNullable<Transport['connect']>;
type Observer = {
  who: string;
  log: Log;
  /** Told of every message that a WebSocket brings. */
  heard?: ((push: Record<string, unknown>) => void) | undefined;
};

/** A transport that does what the given one does, and notes all of it. */
export const recorded = (transport: Transport, observer: Observer): Transport => ({
  ...transport,
  post: recordedPost(transport, observer),
  ...(transport.connect && { connect: recordedConnect(transport.connect, observer) }),
});

const recordedPost =
  ({ post }: Transport, { who, log }: Observer): Transport['post'] =>
  async (url, json, timeoutMs) => {
    const name = url.slice(url.lastIndexOf('/') + 1);
    const sent = parse(json);
    const end = log.begin({ who, kind: 'request', way: '⇄', name, sent, curl: curlOf(url, json) });
    try {
      const reply = await post(url, json, timeoutMs);
      const received = parse(reply.body);
      end({ received, status: reply.status, state: stateOf(name, reply.status, received) });
      return reply;
    } catch (error) {
      end({ received: { error: String(error) }, state: 'failed' });
      throw error;
    }
  };

const recordedConnect =
  (connect: Connect, { who, log, heard }: Observer): Connect =>
  (url, events) => {
    const note = (way: Entry['way'], name: unknown, more: Partial<NewEntry>) =>
      log.add({ who, kind: 'socket', way, name: String(name), ...more });
    let state: 'opening' | 'open' | 'closing' | 'closed' = 'opening';

    const socket = connect(url, {
      open: () => {
        state = 'open';
        note('→', 'WebSocket', { sent: { open: url } });
        events.open();
      },
      message: (text) => {
        const push = parse(text);
        const isRefused = push.state === 'fail' || push.push === 'error';
        note('←', push.push, { received: push, state: isRefused ? 'refused' : 'fine' });
        heard?.(push);
        events.message(text);
      },
      close: () => {
        if (state === 'closing') note('→', 'WebSocket', { sent: { close: 'nobody watches' } });
        // A browser tells of a failure twice.
        else if (state !== 'closed') note('←', 'WebSocket', { received: { cut: state }, state: 'failed' });
        state = 'closed';
        events.close();
      },
    });
    return {
      send: (text) => {
        const said = parse(text);
        note('→', said.query, { sent: said });
        socket.send(text);
      },
      close: () => {
        if (state !== 'closed') state = 'closing';
        socket.close();
      },
    };
  };

const stateOf = (query: string, status: number, answer: Record<string, unknown>): Entry['state'] => {
  if (answer[`${query}Success`] === 'success') return 'fine';
  return status === 200 ? 'refused' : 'failed';
};

const parse = (text: unknown): Record<string, unknown> => {
  try {
    return JSON.parse(String(text)) as Record<string, unknown>;
  } catch {
    return { text };
  }
};
