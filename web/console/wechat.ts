import { complain } from './dom.ts';
import type { Log } from './log.ts';

type Message = { touser: string; data: Record<string, { value: string | number }>; at: number };

export type Wechat = {
  /** `wx.login()` on the phone of somebody: a fresh code. */
  login(who: string, appid: string, openid: string): Promise<string>;
  /** Notes every subscribe message from now on. False when this WeChat is no simulator, or not there. */
  listen(nameOf: (openid: string) => string): Promise<boolean>;
};

const LISTEN_EVERY = 1_000;

/** The WeChat simulator, in its users' part. */
export const createWechat = (url: string, log: Log, onReach: (isThere: boolean) => void): Wechat => {
  let seen = 0;

  const inbox = async (): Promise<Message[]> => {
    const response = await fetch(`${url}/simulator/messages`);
    if (!response.ok) throw new Error(`The WeChat at ${url} is no simulator`);
    return (await response.json()) as Message[];
  };

  const look = async (nameOf: (openid: string) => string): Promise<void> => {
    const messages = await inbox().catch(() => undefined);
    onReach(messages !== undefined);
    for (const { touser, ...message } of messages?.slice(seen) ?? []) {
      log.add({ who: nameOf(touser), kind: 'wechat', way: '←', name: '订阅消息', received: message });
    }
    seen = messages?.length ?? seen;
    setTimeout(() => look(nameOf).catch(complain), LISTEN_EVERY);
  };

  return {
    login: async (who, appid, openid) => {
      const end = log.begin({ who, kind: 'wechat', way: '⇄', name: 'wx.login', sent: { appid, openid } });
      try {
        const response = await fetch(`${url}/simulator/login`, {
          method: 'POST',
          body: JSON.stringify({ appid, openid }),
        });
        const received = (await response.json()) as { code: string };
        end({ received, status: response.status, state: response.ok ? 'fine' : 'failed' });
        return received.code;
      } catch (error) {
        end({ received: { error: String(error) }, state: 'failed' });
        throw error;
      }
    },
    listen: async (nameOf) => {
      const messages = await inbox().catch(() => undefined);
      if (!messages) return false;
      seen = messages.length;
      setTimeout(() => look(nameOf).catch(complain), LISTEN_EVERY);
      return true;
    },
  };
};
