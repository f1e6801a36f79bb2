import { createInterface } from 'node:readline';
import { type App, findApp, listApps, putApp, removeApp } from '../lib/wechat/apps.ts';
import { isAesKey } from '../lib/wechat/message-crypto.ts';
import { Complaint } from '../local/complaint.ts';
import { command, type Group, UsageError } from './command.ts';
import { readCount, readName } from './given.ts';
import { list, table } from './table.ts';
import { readTemplate, WORDS } from './template.ts';

/** How much of a secret may be seen, and how long it must be for that. */
const TAIL = 4;
const LONG = 16;

/** Ten years. */
const MOST_DAYS = 3_650;
const MOST_SECONDS = MOST_DAYS * 86_400;

const HEADLINE = [
  'id',
  'appid',
  'title',
  'version',
  'secret',
  'login days',
  'session seconds',
  'message of a call',
];

const put = command({
  usage: `put <id> --appid <appid> [--secret <secret>] [--title <title>]
    [--env <env>] [--login-duration <days>] [--session-duration <seconds>]
    [--call-template <template>] [--call-values <values>]
    [--near-template <nearTemplate>] [--near-values <nearValues>]
    [--push-token <pushToken>] [--aes-key <aesKey>]`,
  summary: 'stores an app, new or changed',
  details: `<id> is the number that the services know the app by: callme's eaters use app 1, its sellers app 2.
--secret - reads the secret from the standard input; without --secret it is taken from WECHAT_APP_SECRET.
Both keep it out of the shell's history.
--env is the version of a mini-program that codes and messages open: develop, trial or release, the published one.
Without it codes and messages open the published one.
--login-duration and --session-duration say how long a session of mina lives: days since the login (30 unless said
otherwise), and seconds since its last use (2592000, which is 30 days). They hold from the next login on.
--call-template and --call-values are the WeChat message of a call: the id of a subscribe message's template, and a
text for each of its keys, with commas between them: 'thing1={sellerName},character_string2={marchSn}'. The words
${WORDS.map((word) => `{${word}}`).join(', ')} stand for what the ticket says.
--call-template '' ends the messages.
--near-template and --near-values are the same for the message that it is nearly an eater's turn. {counter} is where a
call calls to, {ahead} how many are before the eater.
--push-token is the token of an official account's server configuration: 3 to 32 letters and digits.
--aes-key is the EncodingAESKey beside it, 43 letters and digits, where messages are encrypted (安全模式 or 兼容模式).
--aes-key '' forgets it.
A title, version, durations, template, values, push token or key that are not given stay as they are.
A change reaches every running function within a minute.`,
  run: async ({ id, appid, secret, title, env, days, seconds, pushToken, aesKey, ...messages }) => {
    const named = { id: readName('app id', id), appid: readName('appid', appid) };
    const more = { ...readEnv(env), ...readDurations(days, seconds), ...readPushToken(pushToken) };
    const known = await findApp(id);
    const key = readAesKey(aesKey, known);
    const { template, values, nearTemplate: nearId, nearValues } = messages;
    const callTemplate = readTemplate('call', known?.callTemplate, template, values);
    const nearTemplate = readTemplate('near', known?.nearTemplate, nearId, nearValues);
    const templates = { ...(callTemplate && { callTemplate }), ...(nearTemplate && { nearTemplate }) };
    const given = { ...named, secret: await readSecret(secret), ...(title && { title }), ...more };
    const app = { ...keptOf(known), ...given, ...key, ...templates };
    await putApp(app);
    return { data: describe(app), text: `App ${id} (${appid}) is ${known ? 'changed' : 'stored'}.` };
  },
});

const listAll = command({
  usage: 'list',
  summary: 'lists the apps; of a secret only whether it is set, and its end',
  run: async () => {
    const apps = (await listApps()).map(describe);
    const rows = apps.map((app) => [
      app.id,
      app.appid,
      app.title,
      app.envVersion,
      app.secret,
      app.loginDuration,
      app.sessionDuration,
      app.callTemplate?.id,
    ]);
    return { data: apps, text: list(HEADLINE, rows, 'There is no app yet: apps put stores one.') };
  },
});

const remove = command({
  usage: 'remove <id>',
  summary: 'forgets an app',
  details: `Its users can no longer log in, within a minute everywhere. Sessions that live go on until they end.`,
  run: async ({ id }) => {
    const removed = await removeApp(readName('app id', id));
    if (!removed) throw new Complaint(`There is no app ${id}: apps list shows those that there are.`);
    return { data: { id }, text: `App ${id} is removed.` };
  },
});

const check = command({
  usage: 'check <id>',
  summary: 'tries an app at WeChat: secret, message of a call, codes, JS-SDK',
  details: `It says in plain words what is wrong, and ends with 1 then. Nobody is written to, and nothing is used up.
WeChat is asked from this machine: a function on AWS, whose address is another, may be refused all the same.`,
  run: async ({ id }) => {
    const app = await findApp(readName('app id', id));
    if (!app) throw new Complaint(`There is no app ${id}: apps list shows those that there are.`);
    const { checkApp } = await import('./app-check.ts');
    const findings = await checkApp(app);
    const rows = findings.map(({ what, ok, says }) => [
      ok === null ? undefined : ok ? 'ok' : 'wrong',
      what,
      says,
    ]);
    return { data: findings, text: table(rows), isBad: findings.some(({ ok }) => ok === false) };
  },
});

export const group: Group = {
  summary: 'The WeChat apps that the deployment knows',
  commands: [put, listAll, check, remove],
};

/** What may be told of an app. */
const describe = ({ id, appid, title, envVersion, secret = '', ...more }: App) => ({
  id,
  appid,
  title: title ?? null,
  envVersion: envVersion ?? 'release',
  secret: secret === '' ? 'missing' : `set${secret.length < LONG ? '' : `, ends in ${secret.slice(-TAIL)}`}`,
  loginDuration: more.loginDuration ?? null,
  sessionDuration: more.sessionDuration ?? null,
  callTemplate: more.callTemplate ?? null,
  nearTemplate: more.nearTemplate ?? null,
});

const readEnv = (env: string | undefined): Pick<App, 'envVersion'> => {
  if (env === undefined) return {};
  if (env === 'develop' || env === 'trial' || env === 'release') return { envVersion: env };
  throw new UsageError(`"${env}" is no version: develop, trial or release`);
};

const readDurations = (days?: string, seconds?: string): Pick<App, 'loginDuration' | 'sessionDuration'> => ({
  ...(days !== undefined && { loginDuration: readCount('days', days, MOST_DAYS) }),
  ...(seconds !== undefined && { sessionDuration: readCount('seconds', seconds, MOST_SECONDS) }),
});

const readPushToken = (pushToken: string | undefined): Pick<App, 'pushToken'> => {
  if (pushToken === undefined) return {};
  if (/^[A-Za-z0-9]{3,32}$/.test(pushToken)) return { pushToken };
  throw new UsageError('A push token is made of 3 to 32 letters and digits');
};

/** The key of encrypted pushes: the one given, or the one that was; '' is none. */
const readAesKey = (given: string | undefined, known: App | undefined): Pick<App, 'aesKey'> => {
  const aesKey = given ?? known?.aesKey ?? '';
  if (aesKey === '') return {};
  if (isAesKey(aesKey)) return { aesKey };
  throw new UsageError('An EncodingAESKey is made of 43 letters and digits');
};

/** What stays of an app, unless it is given anew. */
const keptOf = ({ callTemplate: _, nearTemplate: __, aesKey: ___, ...app }: Partial<App> = {}) => app;

/** Takes the secret from where it is: the option, the standard input (`-`), or the environment. */
const readSecret = async (given: string | undefined): Promise<string> => {
  const secret = given === '-' ? await firstLine() : (given ?? process.env.WECHAT_APP_SECRET);
  if (!secret) throw new UsageError('The secret is missing: give it by --secret or by WECHAT_APP_SECRET');
  if (/\s/.test(secret)) throw new UsageError('A secret has no blanks in it');
  return secret;
};

/** Reads a line, and lets the program end even if nobody closes the input. */
const firstLine = async (): Promise<string> => {
  const { stdin } = process;
  if (stdin.isTTY) process.stderr.write('Secret: ');
  for await (const line of createInterface({ input: stdin })) {
    stdin.destroy();
    return line.trim();
  }
  return '';
};
