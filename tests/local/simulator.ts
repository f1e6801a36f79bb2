import { afterEach } from 'vitest';
import { controlWechat } from '../../local/wechat/control-client.ts';
import { type RecordedCall, startWechat } from '../../local/wechat/server.ts';

export const apps = [
  { appid: 'wx-eater', secret: 'eater-secret' },
  { appid: 'wx-seller', secret: 'seller-secret' },
];
export const rid = /, rid: [0-9a-f]{8}-[0-9a-f]{8}-[0-9a-f]{8}$/;
/** Servers that are closed after the test. */
export const running: { close(): Promise<void> }[] = [];

type Body = {
  errcode?: number;
  errmsg: string;
  openid?: string;
  unionid?: string;
  access_token: string;
  error: string;
};

export const bodyOf = async (response: Response | Promise<Response>): Promise<Body> =>
  (await (await response).json()) as Body;

afterEach(async () => {
  await Promise.all(running.splice(0).map((server) => server.close()));
});

/** Starts a simulator with a clock of its own, and what its tests ask of it. */
export const start = async (onCall?: (call: RecordedCall) => void) => {
  const clock = { ms: Date.parse('2026-03-01T12:00:00Z') };
  const server = await startWechat({ apps, now: () => clock.ms, ...(onCall && { onCall }) });
  running.push(server);
  const { url } = server;
  const exchange = (changes: Record<string, string>, init: RequestInit = {}) => {
    const good = { appid: 'wx-eater', secret: 'eater-secret', grant_type: 'authorization_code' };
    const query = Object.entries({ ...good, ...changes }).filter(([, value]) => value !== '');
    return fetch(`${url}/sns/jscode2session?${new URLSearchParams(query)}`, init);
  };
  const exchanged = (changes: Record<string, string>) => bodyOf(exchange(changes));
  return { ...server, clock, control: controlWechat(url), exchange, exchanged };
};
