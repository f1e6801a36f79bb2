import { again } from './again.ts';
import type { Callme, CallmeOptions } from './client.ts';
import { createExchange, read } from './exchange.ts';
import { isFailure, isTransient } from './failures.ts';
import { createFollow } from './follow.ts';
import { createLink } from './link.ts';
import { createAsk, createQueries } from './queries.ts';
import { createSession } from './session.ts';
import type { KeyStorage, Transport } from './transport.ts';
import { createWatches } from './watch.ts';
import { webTransport } from './web.ts';
import { type Wx, wxLogin, wxTransport } from './wx.ts';

export type * from './answers.ts';
export type * from './client.ts';
export { CallmeError, type FailMsg } from './error.ts';
export type * from './transport.ts';

type Platform = { transport: Transport; login?: () => Promise<string>; storage?: KeyStorage };

/**
 * Makes a client of callme. One is enough for an app: it shares one login and one WebSocket among all that use it.
 *
 * @example
 * const callme = createCallme({ url: 'https://api.example.com', liveUrl: 'wss://live.example.com', as: 'eater' });
 * await callme.push({ sellerId: 1, marchSn: 12, noteContent: '麻辣香锅' });
 * callme.watch({ sellerId: 1, marchSn: 12 }, { called: () => wx.vibrateLong() });
 */
export const createCallme = (options: CallmeOptions): Callme => {
  const here = platform();
  const {
    url,
    liveUrl,
    as,
    login = here.login,
    transport = here.transport,
    storage = here.storage,
  } = options;
  const { timeoutMs = 10_000, pollMs = 5_000, checkMs = 30_000, heartbeatMs = 300_000 } = options;
  if (!login) throw new TypeError('Outside a mini-program, `login` must say where login codes come from');

  const exchange = createExchange(url, transport, timeoutMs);
  const session = createSession({ as, name: `callme ${as} ${url}` }, login, exchange, storage);
  const ask = createAsk(session, exchange);
  const link =
    liveUrl && transport.connect
      ? createLink(transport.connect, liveUrl, session, { answerMs: timeoutMs, heartbeatMs })
      : undefined;
  const { follow, wake, closeAll } = createFollow(link, { pollMs, checkMs });
  transport.onWake?.(wake);

  return {
    ...createQueries(ask, as === 'seller'),
    ...createWatches(follow, ask),
    login: async () => {
      const { balanceMon } = (await session.login()).outcome();
      return balanceMon === undefined ? {} : { balanceMon };
    },
    logout: async () => {
      closeAll();
      const sessionKey = await session.forget();
      if (!sessionKey) return;
      const end = async () => {
        read('logout', await exchange('logout', { sessionKey }));
      };
      await again(end, (error, failures) => failures <= 2 && isTransient(error)).catch((error) => {
        // Ended already.
        if (!isFailure(error, 'Session Time Out')) throw error;
      });
    },
  };
};

declare const wx: Wx | undefined;

/** What there is to work with: a mini-program's `wx` (in a web page that name stands for something else), or the web's. */
const platform = (): Platform =>
  typeof wx === 'object' && typeof wx.request === 'function' ? miniProgram(wx) : { transport: webTransport };

const miniProgram = (wx: Wx): Platform => ({
  transport: wxTransport(wx),
  login: () => wxLogin(wx),
  storage: {
    get: (name) => wx.getStorageSync(name),
    set: (name, value) => wx.setStorageSync(name, value),
    remove: (name) => wx.removeStorageSync(name),
  },
});
