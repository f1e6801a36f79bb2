import { EATER_APP } from '../lib/callme/callers.ts';
import { PAGE } from '../lib/callme/pages.ts';
import { setting } from '../lib/env.ts';
import { APP as H5_APP } from '../lib/h5/visitor.ts';
import type { App, Template } from '../lib/wechat/apps.ts';
import { tryCode } from '../lib/wechat/code.ts';
import { WechatError } from '../lib/wechat/errors.ts';
import { listTemplates, type OwnTemplate } from '../lib/wechat/templates.ts';
import { freshTicket } from '../lib/wechat/ticket.ts';
import { freshToken } from '../lib/wechat/token.ts';

/** What was tried of an app, and what came of it. `ok` is null where there is nothing to try. */
export type Finding = { what: string } & Result;
type Result = { ok: boolean | null; says: string };

/** What WeChat means, and what to do about it, where its own words do not say. */
const MEANINGS: Record<number, string> = {
  40001: 'the secret is wrong: it may have been reset in the console since',
  40013: 'WeChat knows no such appid: compare it with 开发管理 → 开发设置 in the console',
  40125: 'the secret is wrong: it may have been reset in the console since',
  40164:
    'WeChat takes no calls from this machine’s address: take it into the IP whitelist (IP 白名单), or switch the list ' +
    'off. The functions on AWS call from addresses of their own, and have to be let in as well',
  40243: 'the secret is frozen: unfreeze it in the console',
  41030: 'the published mini-program has no such page: publish a version that has it, or say --env trial',
  45009: 'this was asked too often today',
  48001: 'the account may not use this: see 接口权限 in the console',
};

/**
 * Tries what can be tried of an app without troubling anybody: no user is written to, none of the app's limited codes is
 * used up, and no access_token that is in use ends.
 */
export const checkApp = async (app: App): Promise<Finding[]> => {
  let token = '';
  const secret = await trying('appid and secret', async () => {
    ({ token } = await freshToken(app));
    return fine('WeChat gives an access_token');
  });
  if (!secret.ok) return [secret];
  return [secret, ...(await (isOfficial(app) ? checkAccount(token) : checkMiniProgram(app, token)))];
};

/** An official account, not a mini-program: it has web pages, and gets pushes. */
const isOfficial = ({ id, pushToken, replies }: App): boolean =>
  id === H5_APP || pushToken !== undefined || replies !== undefined;

const checkAccount = async (token: string): Promise<Finding[]> => [
  await trying('JS-SDK', async () => {
    await freshTicket(token);
    return fine('WeChat gives a jsapi_ticket');
  }),
];

const checkMiniProgram = async (app: App, token: string): Promise<Finding[]> => [
  await checkTemplate('call', app.callTemplate, token),
  ...(app.nearTemplate ? [await checkTemplate('near', app.nearTemplate, token)] : []),
  // Codes are made for the eaters' mini-program alone.
  ...(app.id === EATER_APP ? [await checkCode(app, token)] : []),
];

/** The messages that there are, as their options begin. */
const MESSAGES = { call: 'message of a call', near: 'message before a call' };

const checkTemplate = async (
  occasion: keyof typeof MESSAGES,
  template: Template | undefined,
  token: string,
): Promise<Finding> => {
  const what = MESSAGES[occasion];
  if (!template) return { what, ok: null, says: `none is stored, and none is sent: --${occasion}-template` };
  return trying(what, async () => compare(occasion, template, await listTemplates(token)));
};

/** Whether the account has the template, with just the keys that texts are stored for. */
const compare = (occasion: string, { id, values }: Template, own: OwnTemplate[]): Result => {
  const found = own.find((one) => one.id === id);
  if (!found) {
    const others = own.map((one) => `${one.id} (${one.title})`).join(', ');
    return wrong(`the account has no template ${id}; it has ${others || 'none at all'}`);
  }
  const given = Object.keys(values);
  const missing = found.keys.filter((key) => !given.includes(key));
  const unknown = given.filter((key) => !found.keys.includes(key));
  if (missing.length > 0)
    return wrong(`--${occasion}-values has no text for the template’s ${missing.join(', ')}`);
  if (unknown.length > 0)
    return wrong(`--${occasion}-values has ${unknown.join(', ')}, which the template has not`);
  return fine(`the template ${id} (${found.title}) has these keys: ${found.keys.join(', ')}`);
};

const checkCode = ({ envVersion = 'release', ...app }: App, token: string): Promise<Finding> =>
  trying(`code of ${PAGE}`, async () => {
    await tryCode({ ...app, envVersion }, PAGE, token);
    return fine(
      envVersion === 'release'
        ? 'the published mini-program has the page'
        : `WeChat makes codes of the version ${envVersion}; whether it has the page, WeChat does not say`,
    );
  });

/** Tries something, and says in plain words what came of it. */
const trying = async (what: string, attempt: () => Promise<Result>): Promise<Finding> => {
  try {
    return { what, ...(await attempt()) };
  } catch (error) {
    if (!(error instanceof WechatError)) throw error;
    return { what, ...wrong(explain(error)) };
  }
};

const fine = (says: string): Result => ({ ok: true, says });
const wrong = (says: string): Result => ({ ok: false, says });

const explain = ({ errcode, reason }: WechatError): string => {
  if (errcode === undefined)
    return `WeChat could not be asked at ${setting('WECHAT_API_BASE_URL')}: ${reason}`;
  const meaning = MEANINGS[errcode];
  return meaning ? `${meaning} (${reason})` : `WeChat refuses: ${reason}`;
};
