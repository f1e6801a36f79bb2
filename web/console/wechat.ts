import { complain } from './dom.ts';
import { recordedFetch } from './fetch.ts';
import type { Log } from './log.ts';

type Message = { touser: string; data: Record<string, { value: string | number }>; at: number };

type Listener = {
  nameOf(openid: string): string;
  /** Told again and again whether WeChat is there. */
  reached(isThere: boolean): void;
};

export type Wechat = {
  /** `wx.login()` on the phone of somebody: a fresh code. */
  login(who: string, appid: string, openid: string): Promise<string>;
  /** Whether this WeChat is a simulator, and there. */
  isThere(): Promise<boolean>;
  /** Notes every subscribe message from now on. False when this WeChat is no simulator, or not there. */
  listen(listener: Listener): Promise<boolean>;
};

const LISTEN_EVERY = 1_000;

/** The WeChat simulator, in its users' part. */
export const createWechat = (url: string, log: Log): Wechat => {
  const send = recordedFetch(log);
  let seen = 0;

  const inbox = async (): Promise<Message[]> => {
    const response = await fetch(`${url}/simulator/messages`);
    if (!response.ok) throw new Error(`The WeChat at ${url} is no simulator`);
    return (await response.json()) as Message[];
  };

  const look = async (listener: Listener): Promise<void> => {
    const messages = await inbox().catch(() => undefined);
    listener.reached(messages !== undefined);
    for (const { touser, ...message } of messages?.slice(seen) ?? []) {
      log.add({
        who: listener.nameOf(touser),
        kind: 'wechat',
        way: '←',
        name: '订阅消息',
        received: message,
      });
    }
    seen = messages?.length ?? seen;
    setTimeout(() => look(listener).catch(complain), LISTEN_EVERY);
  };

  return {
    login: async (who, appid, openid) => {
      const sent = { appid, openid };
      const entry = { who, kind: 'wechat', name: 'wx.login', sent } as const;
      const init = { method: 'POST', body: JSON.stringify(sent) };
      return (await send<{ code: string }>(entry, `${url}/simulator/login`, init)).code;
    },
    isThere: async () => (await inbox().catch(() => undefined)) !== undefined,
    listen: async (listener) => {
      const messages = await inbox().catch(() => undefined);
      if (!messages) return false;
      seen = messages.length;
      setTimeout(() => look(listener).catch(complain), LISTEN_EVERY);
      return true;
    },
  };
};
