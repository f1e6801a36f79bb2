import type { start } from './simulator.ts';

export type Answer = Record<string, unknown> & {
  access_token: string;
  refresh_token: string;
  openid: string;
};
export type Server = Awaited<ReturnType<typeof start>>;

export const credentials = { appid: 'wx-eater', secret: 'eater-secret' };
export const alice = { appid: 'wx-eater', openid: 'alice', nickname: '爱丽丝' };

export const get = async ({ url }: Server, path: string, query: object): Promise<Answer> =>
  (await (await fetch(`${url}${path}?${new URLSearchParams({ ...query })}`)).json()) as Answer;

export const exchange = (server: Server, code: string, changes: object = {}): Promise<Answer> =>
  get(server, '/sns/oauth2/access_token', {
    ...credentials,
    code,
    grant_type: 'authorization_code',
    ...changes,
  });

export const userinfo = (server: Server, { access_token, openid }: Answer): Promise<Answer> =>
  get(server, '/sns/userinfo', { access_token, openid, lang: 'zh_CN' });
