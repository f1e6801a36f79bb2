import { createInterface } from 'node:readline';
import { type App, findApp, listApps, putApp } from '../lib/wechat/apps.ts';
import { command, type Group, UsageError } from './command.ts';
import { list } from './table.ts';

/** How much of a secret may be seen, and how long it must be for that. */
const TAIL = 4;
const LONG = 16;

const put = command({
  usage: 'put <id> --appid <appid> [--secret <secret>] [--title <title>]',
  summary: 'stores an app, new or changed',
  details: `<id> is the number that the services know the app by: callme's eaters use app 1, its sellers app 2.
--secret - reads the secret from the standard input; without --secret it is taken from WECHAT_APP_SECRET.
Both keep it out of the shell's history. A title that is not given stays as it is.
A change reaches every running function within a minute.`,
  run: async ({ id, appid, secret, title }) => {
    const named = { id: checked('app id', id), appid: checked('appid', appid) };
    const given = { ...named, secret: await readSecret(secret), ...(title && { title }) };
    const known = await findApp(id);
    const app = { ...known, ...given };
    await putApp(app);
    return { data: describe(app), text: `App ${id} (${appid}) is ${known ? 'changed' : 'stored'}.` };
  },
});

const listAll = command({
  usage: 'list',
  summary: 'lists the apps; of a secret only whether it is set, and its end',
  run: async () => {
    const apps = (await listApps()).map(describe);
    const rows = apps.map(({ id, appid, title, secret }) => [id, appid, title, secret]);
    const text = list(['id', 'appid', 'title', 'secret'], rows, 'There is no app yet: apps put stores one.');
    return { data: apps, text };
  },
});

export const group: Group = {
  summary: 'The WeChat apps that the deployment knows',
  commands: [put, listAll],
};

/** What may be told of an app. */
const describe = ({ id, appid, title, secret = '' }: App) => ({
  id,
  appid,
  title: title ?? null,
  secret: secret === '' ? 'missing' : `set${secret.length < LONG ? '' : `, ends in ${secret.slice(-TAIL)}`}`,
});

const checked = (what: string, value: string): string => {
  if (/^[\w-]{1,64}$/.test(value)) return value;
  throw new UsageError(`"${value}" is no ${what}, which is made of letters, digits, - and _`);
};

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
