import { type Callme, createCallme, type KeyStorage } from '../../client/callme.ts';
import { webTransport } from '../../client/web.ts';
import type { Log } from './log.ts';
import { recorded } from './record.ts';
import type { Settings } from './settings.ts';
import type { Wechat } from './wechat.ts';

export type Person = {
  /** As the log names them. */
  who: string;
  as: 'eater' | 'seller';
  openid: string;
  heard?: (push: Record<string, unknown>) => void;
};

/** Makes the client on a person's phone. */
export type Phones = (person: Person) => Callme;

/** How phones are made here: each with a client of its own, that logs in with the simulator's codes. */
export const createPhones =
  ({ liveUrl, apps }: Settings, wechat: Wechat, log: Log): Phones =>
  ({ who, as, openid, heard }) =>
    createCallme({
      url: location.origin,
      liveUrl,
      as,
      login: () => wechat.login(who, apps[as], openid),
      transport: recorded(webTransport, { who, log, heard }),
      storage: storageOf(openid),
      // How far an eater is behind is told by asking, and somebody is looking.
      pollMs: 2_000,
    });

/** A reload is no new launch: a phone keeps its session as long as the browser's tab is open. */
const storageOf = (openid: string): KeyStorage => ({
  get: (name) => sessionStorage.getItem(`${openid} ${name}`),
  set: (name, value) => sessionStorage.setItem(`${openid} ${name}`, value),
  remove: (name) => sessionStorage.removeItem(`${openid} ${name}`),
});
