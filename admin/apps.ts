import { createInterface } from 'node:readline';
import { type App, findApp, listApps, putApp } from '../lib/wechat/apps.ts';
import { command, type Group, UsageError } from './command.ts';
import { list } from './table.ts';

/** How much of a secret may be seen, and how long it must be for that. */
const TAIL = 4;
const LONG = 16;

/** A key of a subscribe message's template, as WeChat numbers them: `thing1`. */
const KEY =
  /^(thing|number|letter|symbol|character_string|time|date|amount|phone_number|car_number|name|phrase|enum)\d+$/;
/** What a text of the message may speak of, in braces. */
const WORDS = ['sellerName', 'marchSn', 'noteContent'];

type CallTemplate = NonNullable<App['callTemplate']>;

const put = command({
  usage: `put <id> --appid <appid> [--secret <secret>] [--title <title>]
    [--call-template <template>] [--call-values <values>] [--push-token <pushToken>]`,
  summary: 'stores an app, new or changed',
  details: `<id> is the number that the services know the app by: callme's eaters use app 1, its sellers app 2.
--secret - reads the secret from the standard input; without --secret it is taken from WECHAT_APP_SECRET.
Both keep it out of the shell's history.
--call-template and --call-values are the WeChat message of a call: the id of a subscribe message's template, and a
text for each of its keys, with commas between them: 'thing1={sellerName},character_string2={marchSn}'. The words
${WORDS.map((word) => `{${word}}`).join(', ')} stand for what the ticket says. --call-template '' ends the messages.
--push-token is the token of an official account's server configuration: 3 to 32 letters and digits.
A title, template, values or push token that are not given stay as they are.
A change reaches every running function within a minute.`,
  run: async ({ id, appid, secret, title, template, values, pushToken }) => {
    const named = { id: checked('app id', id), appid: checked('appid', appid) };
    const known = await findApp(id);
    const callTemplate = readCallTemplate(known?.callTemplate, template, values);
    const given = { ...named, secret: await readSecret(secret), ...(title && { title }) };
    const push = readPushToken(pushToken);
    const app = { ...withoutMessage(known), ...given, ...(callTemplate && { callTemplate }), ...push };
    await putApp(app);
    return { data: describe(app), text: `App ${id} (${appid}) is ${known ? 'changed' : 'stored'}.` };
  },
});

const listAll = command({
  usage: 'list',
  summary: 'lists the apps; of a secret only whether it is set, and its end',
  run: async () => {
    const apps = (await listApps()).map(describe);
    const rows = apps.map(({ id, appid, title, secret, callTemplate }) => [
      id,
      appid,
      title,
      secret,
      callTemplate?.id,
    ]);
    const headline = ['id', 'appid', 'title', 'secret', 'message of a call'];
    return { data: apps, text: list(headline, rows, 'There is no app yet: apps put stores one.') };
  },
});

export const group: Group = {
  summary: 'The WeChat apps that the deployment knows',
  commands: [put, listAll],
};

/** What may be told of an app. */
const describe = ({ id, appid, title, secret = '', callTemplate }: App) => ({
  id,
  appid,
  title: title ?? null,
  secret: secret === '' ? 'missing' : `set${secret.length < LONG ? '' : `, ends in ${secret.slice(-TAIL)}`}`,
  callTemplate: callTemplate ?? null,
});

const checked = (what: string, value: string): string => {
  if (/^[\w-]{1,64}$/.test(value)) return value;
  throw new UsageError(`"${value}" is no ${what}, which is made of letters, digits, - and _`);
};

const readPushToken = (pushToken: string | undefined): Pick<App, 'pushToken'> => {
  if (pushToken === undefined) return {};
  if (/^[A-Za-z0-9]{3,32}$/.test(pushToken)) return { pushToken };
  throw new UsageError('A push token is made of 3 to 32 letters and digits');
};

const withoutMessage = ({ callTemplate: _, ...app }: Partial<App> = {}) => app;

/** The message of a call as the options change it; undefined when there is to be none. */
const readCallTemplate = (
  known: CallTemplate | undefined,
  template: string | undefined,
  values: string | undefined,
): CallTemplate | undefined => {
  if (template === '' && values === undefined) return undefined;
  const changed = {
    ...known,
    ...(template !== undefined && { id: checked('template id', template) }),
    ...(values !== undefined && { values: readValues(values) }),
  };
  if (changed.id && changed.values) return changed as CallTemplate;
  if (!changed.id && !changed.values) return undefined;
  throw new UsageError(`${changed.id ? '--call-values' : '--call-template'} is missing: they go together`);
};

/** Reads `thing1={sellerName},character_string2={marchSn}`. */
const readValues = (given: string): CallTemplate['values'] => {
  const pairs = given.split(',').map((pair): [string, string] => {
    const [, key = '', text = ''] = /^([^=]*?) *=(.*)$/s.exec(pair.trim()) ?? [];
    if (!text.trim())
      throw new UsageError(`"${pair.trim()}" is no text for a key, such as thing1={sellerName}`);
    if (!KEY.test(key)) throw new UsageError(`"${key}" is no key of a template, such as thing1`);
    const unknown = text.match(/\{[^}]*\}?/g)?.find((word) => !WORDS.some((known) => word === `{${known}}`));
    if (unknown) throw new UsageError(`"${unknown}" is none of the words ${WORDS.join(', ')}`);
    return [key, text.trim()];
  });
  const values = Object.fromEntries(pairs);
  const twice = pairs.find(([key], i) => pairs.findIndex(([other]) => other === key) < i);
  if (twice) throw new UsageError(`The key ${twice[0]} has two texts`);
  return values;
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
