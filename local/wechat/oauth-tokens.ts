import { randomBytes } from 'node:crypto';

/** Who stands behind an openid, as far as WeChat shows it. `sex`: 1 male, 2 female, 0 unknown. */
export type WebUser = {
  openid: string;
  unionid: string | undefined;
  nickname: string;
  sex: number;
  headimgurl: string;
};

/** What a user let an app's web page know. `snapshot`: the openid is a stand-in for a guest's. */
export type WebGrant = { scope: WebScope; user: WebUser; snapshot: boolean };

export const webScopes = ['snsapi_base', 'snsapi_userinfo'] as const;
export type WebScope = (typeof webScopes)[number];

export type OauthToken = { text: string; appid: string; grant: WebGrant; expiresAt: number };
export type OauthPair = { access: OauthToken; refresh: OauthToken };

/** The tokens of web pages' users. They have nothing to do with the apps' own access tokens. */
export type OauthTokens = {
  issue(appid: string, grant: WebGrant): OauthPair;
  /** The access token, living longer; a new one if it is dead. `undefined`: the refresh token is none of the app's. */
  refresh(appid: string, refreshToken: string): OauthPair | undefined;
  /** An access token, dead or alive. */
  find(accessToken: string): OauthToken | undefined;
};

const accessMs = 7200_000;
const refreshMs = 30 * 86_400_000;

/** An access token is good for 2 hours, its refresh token for 30 days. */
export const createOauthTokens = (now: () => number): OauthTokens => {
  const accesses = new Map<string, OauthToken>();
  const pairs = new Map<string, OauthPair>();

  const newToken = (appid: string, grant: WebGrant, lifetimeMs: number): OauthToken => ({
    text: `72_${randomBytes(64).toString('base64url')}`,
    appid,
    grant,
    expiresAt: now() + lifetimeMs,
  });
  const keep = (pair: OauthPair): OauthPair => {
    accesses.set(pair.access.text, pair.access);
    pairs.set(pair.refresh.text, pair);
    return pair;
  };

  return {
    issue: (appid, grant) =>
      keep({ access: newToken(appid, grant, accessMs), refresh: newToken(appid, grant, refreshMs) }),

    refresh(appid, refreshToken) {
      const pair = pairs.get(refreshToken);
      if (pair?.refresh.appid !== appid || now() >= pair.refresh.expiresAt) return undefined;
      const { access, refresh } = pair;
      if (now() >= access.expiresAt)
        return keep({ access: newToken(appid, access.grant, accessMs), refresh });
      access.expiresAt = now() + accessMs;
      return pair;
    },

    find: (accessToken) => accesses.get(accessToken),
  };
};
