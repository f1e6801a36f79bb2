import { setting } from '../env.ts';
import { keep } from '../store/kept.ts';
import { type Key, PRESENT, readOne, scan, write } from '../store/store.ts';

/** Which version of a mini-program its users open: one in development, one on trial, the published one. */
export type EnvVersion = 'develop' | 'trial' | 'release';

/** A subscribe message: its template's id, and for each of the template's keys a text such as `{sellerName}`. */
export type Template = { id: string; values: Record<string, string> };

/** A WeChat app (mini-program or official account) that the deployment knows. */
export type App = {
  id: string;
  appid: string;
  secret: string;
  title?: string;
  /** How long mina's sessions live: days since the login, seconds since the last use. */
  loginDuration?: number;
  sessionDuration?: number;
  /** The version that codes and messages open; `release` unless it says otherwise. */
  envVersion?: EnvVersion;
  /** The subscribe message of a call. */
  callTemplate?: Template;
  /** The subscribe message that it is nearly an eater's turn. */
  nearTemplate?: Template;
  /** The token by which WeChat's pushes to an official account are signed. */
  pushToken?: string;
  /** WeChat's EncodingAESKey: with it pushes are encrypted (安全模式), without they are plain. */
  aesKey?: string;
  /**
   * An official account's replies, by the key of a menu's click or by a text's whole content; `*` to any other text, `+`
   * to a new follower.
   */
  replies?: Record<string, Reply>;
};

/** A text, a picture among the account's materials, or an article with the addresses of its picture and page. */
export type Reply =
  | string
  | { mediaId: string }
  | { title: string; description: string; picture: string; url: string };

const KEPT = 60_000;

/** The app with this id, kept for a minute in each container; undefined when the deployment does not know it. */
export const findApp = /* @__PURE__ */ keep(
  KEPT,
  async (id) => (await readOne(itemKey(id))) as App | undefined,
);

/** Stores an app, new or changed. A change reaches every container within a minute. */
export const putApp = async (app: App): Promise<void> => {
  await write({ put: itemKey(app.id), item: app });
  findApp.forget(app.id);
};

/** Forgets an app, in every container within a minute. @returns false when there was none */
export const removeApp = async (id: string): Promise<boolean> => {
  const { ok } = await write({ delete: itemKey(id), when: PRESENT });
  findApp.forget(id);
  return ok;
};

/** All apps, by id. */
export const listApps = async (): Promise<App[]> => {
  const items = (await scan(setting('APPS_TABLE'))) as (App & { pk: string })[];
  return items.filter(({ pk, id }) => pk === id).sort((a, b) => a.id.localeCompare(b.id));
};

const itemKey = (id: string): Key => ({ table: setting('APPS_TABLE'), pk: id });
