import { randomBytes } from 'node:crypto';

/** Who a user is to one app, and the key that WeChat shares with it since the latest wx.login. */
export type Identity = { openid: string; unionid: string | undefined; sessionKey: string };

/** How an app may regard an openid. */
export type Standing = 'fine' | 'malformed' | 'foreign' | 'stale';

/** Who has opened which mini-program, and when. */
export type Users = {
  /** wx.login: renews the session_key. */
  logIn(appid: string, openid: string, unionid: string | undefined): Identity;
  /** Who logged in last; undefined: nobody of this openid did. */
  identity(appid: string, openid: string): Identity | undefined;
  standing(appid: string, openid: unknown): Standing;
};

const recentMs = 2 * 3600_000;
const openidForm = /^[\w-]{1,128}$/;

export const isOpenid = (value: unknown): value is string =>
  typeof value === 'string' && openidForm.test(value);

/**
 * The simulator's memory starts empty while the product's data may be older, so an openid that was never
 * seen is `fine`. One that was seen under other apps only is `foreign`: the commonest mix-up with two
 * mini-programs. `stale`: last seen more than 2 hours ago.
 */
export const createUsers = (now: () => number): Users => {
  const visits = new Map<string, Map<string, Identity & { at: number }>>();

  return {
    logIn(appid, openid, unionid) {
      const identity = { openid, unionid, sessionKey: randomBytes(16).toString('base64') };
      const apps = visits.get(openid) ?? new Map();
      visits.set(openid, apps.set(appid, { ...identity, at: now() }));
      return identity;
    },

    identity: (appid, openid) => visits.get(openid)?.get(appid),

    standing(appid, openid) {
      if (!isOpenid(openid)) return 'malformed';
      const apps = visits.get(openid);
      if (!apps) return 'fine';
      const lastVisit = apps.get(appid);
      if (!lastVisit) return 'foreign';
      return now() - lastVisit.at > recentMs ? 'stale' : 'fine';
    },
  };
};
