/** How an app may regard an openid. */
export type Standing = 'fine' | 'malformed' | 'foreign' | 'stale';

/** Who has opened which mini-program, and when. */
export type Users = {
  visit(appid: string, openid: string): void;
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
  const visits = new Map<string, Map<string, number>>();

  return {
    visit(appid, openid) {
      const apps = visits.get(openid) ?? new Map<string, number>();
      visits.set(openid, apps.set(appid, now()));
    },

    standing(appid, openid) {
      if (!isOpenid(openid)) return 'malformed';
      const apps = visits.get(openid);
      if (!apps) return 'fine';
      const lastVisit = apps.get(appid);
      if (lastVisit === undefined) return 'foreign';
      return now() - lastVisit > recentMs ? 'stale' : 'fine';
    },
  };
};
