import { afterEach } from 'vitest';
import { controlWechat } from '../../local/wechat/control-client.ts';
import { startWechat } from '../../local/wechat/server.ts';

export const apps = [
  { appid: 'wx-eater', secret: 'eater-secret' },
  { appid: 'wx-strict', secret: 'strict-secret', pages: ['pages/index'], templates: ['called'] },
];
export const hour = 3600_000;
const running: { close(): Promise<void> }[] = [];

type Body = { errcode: number; errmsg: string; access_token: string; phone_info: object };

export const bodyOf = async (response: Response | Promise<Response>): Promise<Body> =>
  (await (await response).json()) as Body;

afterEach(async () => {
  await Promise.all(running.splice(0).map((server) => server.close()));
});

/** Starts a simulator, and sends what needs an access_token. */
export const start = async () => {
  const clock = { ms: Date.parse('2026-03-01T12:00:00Z') };
  const server = await startWechat({ apps, now: () => clock.ms });
  running.push(server);
  const { url } = server;
  const send = async (path: string, body: object | string, appid = 'wx-eater') => {
    const secret = apps.find((app) => app.appid === appid)?.secret ?? '';
    const query = new URLSearchParams({ grant_type: 'client_credential', appid, secret });
    const { access_token } = await bodyOf(fetch(`${url}/cgi-bin/token?${query}`));
    return fetch(`${url}${path}?access_token=${access_token}`, {
      method: 'POST',
      body: typeof body === 'string' ? body : JSON.stringify(body),
    });
  };
  const answer = (...call: Parameters<typeof send>) => bodyOf(send(...call));
  return { ...server, clock, control: controlWechat(url), send, answer };
};
