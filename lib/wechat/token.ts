import { randomUUID } from 'node:crypto';
import { setTimeout as pause } from 'node:timers/promises';
import { setting } from '../env.ts';
import { type Key, readOne, write } from '../store/store.ts';
import type { App } from './apps.ts';
import { callWechat } from './client.ts';
import { isBadToken, WechatError } from './errors.ts';

/** The shared token as the table holds it. Times are epoch milliseconds. */
type TokenItem = { token?: string; goodUntil?: number; lease?: string; leasedUntil?: number };

/** Renewed so long before its end: inside the last five minutes WeChat hands out the next one, and both are good. */
const MARGIN = 4 * 60_000;
/** Longer than the holder can take: two tries of two calls to WeChat. */
const LEASE = 15_000;
const WAIT = 100;
const PATIENCE = 8_000;

/**
 * Calls WeChat with the app's access_token. When WeChat says that the token is no longer good, it is renewed once for
 * all containers and the call is made once more.
 * @throws WechatError
 */
export const withAccessToken = async <T>(app: App, call: (token: string) => Promise<T>): Promise<T> => {
  const token = await accessToken(app);
  try {
    return await call(token);
  } catch (error) {
    if (!(error instanceof WechatError) || !isBadToken(error)) throw error;
    return call(await accessToken(app, token));
  }
};

/**
 * The app's access_token, shared by all containers through the table. However many need a new one at once, exactly
 * one asks WeChat; the others wait for what it stores.
 * @param refused a token that WeChat no longer takes
 */
export const accessToken = async (app: App, refused?: string): Promise<string> => {
  const deadline = Date.now() + PATIENCE;
  while (Date.now() < deadline) {
    const item = ((await readOne(itemKey(app))) ?? {}) as TokenItem;
    if (item.token && item.token !== refused && (item.goodUntil ?? 0) > Date.now()) return item.token;
    const isLeased = (item.leasedUntil ?? 0) >= Date.now();
    const lease = isLeased ? undefined : await takeLease(app, item);
    if (lease) return renew(app, lease, refused);
    await pause(WAIT);
  }
  throw new WechatError('/cgi-bin/stable_token', 'no other container brought a token in time');
};

/** Takes the right to ask WeChat, if nobody has it and the token is still the one that was read. */
const takeLease = async (app: App, seen: TokenItem): Promise<string | undefined> => {
  const lease = randomUUID();
  const now = Date.now();
  const taken = await write({
    update: itemKey(app),
    set: { lease, leasedUntil: now + LEASE },
    when: `(attribute_not_exists(leasedUntil) OR leasedUntil < :at) AND ${seen.token ? '#token = :seen' : 'attribute_not_exists(#token)'}`,
    values: { ':at': now, ...(seen.token && { ':seen': seen.token }) },
  });
  // A write whose answer was lost is repeated by the SDK, and then finds the lease that it took itself.
  return taken.ok || taken.old?.lease === lease ? lease : undefined;
};

const renew = async (app: App, lease: string, refused: string | undefined): Promise<string> => {
  try {
    let fresh = await fetchToken(app, false);
    // WeChat keeps handing out the same token while it believes in it, even when its own interfaces refuse it.
    if (fresh.token === refused) fresh = await fetchToken(app, true);
    await store(app, lease, { token: fresh.token, goodUntil: fresh.goodUntil });
    return fresh.token;
  } catch (error) {
    await store(app, lease, {});
    throw error;
  }
};

/** Gives the lease back, with the token where there is one. A holder that was too slow overwrites nothing. */
const store = async (app: App, lease: string, token: TokenItem): Promise<void> => {
  await write({
    update: itemKey(app),
    set: token,
    remove: ['lease', 'leasedUntil'],
    when: 'lease = :lease',
    values: { ':lease': lease },
  });
};

/** @see https://developers.weixin.qq.com/doc/service/api/base/api_getstableaccesstoken.html */
const fetchToken = async ({ appid, secret }: App, force: boolean) => {
  const path = '/cgi-bin/stable_token';
  const body = { grant_type: 'client_credential', appid, secret, force_refresh: force };
  const { access_token, expires_in } = await callWechat({ path, query: {}, body, repeatable: true });
  const lifetime = Number(expires_in) * 1000;
  if (typeof access_token !== 'string' || Number.isNaN(lifetime)) {
    throw new WechatError(path, 'answered without access_token or expires_in');
  }
  return { token: access_token, goodUntil: Date.now() + lifetime - MARGIN };
};

const itemKey = ({ appid }: App): Key => ({ table: setting('APPS_TABLE'), pk: `token#${appid}` });
