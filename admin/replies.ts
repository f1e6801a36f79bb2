import { OTHERWISE, WELCOME } from '../lib/h5/replies.ts';
import { APP } from '../lib/h5/visitor.ts';
import { type App, findApp, putApp, type Reply } from '../lib/wechat/apps.ts';
import { Complaint } from '../local/complaint.ts';
import { command, type Group, type Output, UsageError } from './command.ts';
import { list } from './table.ts';

/** Bytes: WeChat's limit for the text of a reply, and what its pages show of an article. */
const MOST_TEXT = 2048;
const MOST_TITLE = 256;
const MOST_DESCRIPTION = 512;
/** Characters. */
const MOST_KEY = 128;
const MOST_ADDRESS = 1024;

const KEYS = `<key> is the key of a menu's button, or the whole content of a text that a follower sends. The key '${OTHERWISE}'
is for any other text, '${WELCOME}' for whoever begins to follow. A change reaches every running function within a minute.`;

const put = command({
  usage: 'put <key> <text>',
  summary: `stores what the official account (app ${APP}) replies, new or changed`,
  details: `${KEYS}\n<text> has ${MOST_TEXT} bytes at most.`,
  run: async ({ key, text }) => store(key, checkText('A reply', text, MOST_TEXT), { text }),
});

const picture = command({
  usage: 'picture <key> <mediaId>',
  summary: 'stores a picture as the reply',
  details: `${KEYS}\n<mediaId> is WeChat's media_id of the picture: of one that is kept (永久素材), for others end after three days.`,
  run: async ({ key, mediaId }) => {
    if (!/^[\w-]{1,128}$/.test(mediaId))
      throw new UsageError(`"${mediaId}" is no media_id, which is made of letters, digits, - and _`);
    return store(key, { mediaId });
  },
});

const news = command({
  usage: `news <key> --title <title> --url <url>
    [--description <description>] [--picture <picture>]`,
  summary: 'stores an article as the reply: a headline with a picture that opens a page',
  details: `${KEYS}\n<url> and <picture> are http addresses. WeChat shows pictures of 360 × 200 best.`,
  run: async ({ key, title, url, description = '', picture = '' }) =>
    store(key, {
      title: checkText('A title', title, MOST_TITLE),
      description: description && checkText('A description', description, MOST_DESCRIPTION),
      picture: picture && checkAddress(picture),
      url: checkAddress(url),
    }),
});

const remove = command({
  usage: 'remove <key>',
  summary: 'removes a reply',
  run: async ({ key }) => {
    const app = await findAccount();
    const kept = Object.entries(app.replies ?? {}).filter(([other]) => other !== key);
    if (kept.length === Object.keys(app.replies ?? {}).length)
      throw new Complaint(`There is no reply to "${key}".`);
    await putApp({ ...app, replies: Object.fromEntries(kept) });
    return { data: { key }, text: `The reply to "${key}" is removed.` };
  },
});

const listAll = command({
  usage: 'list',
  summary: 'lists the replies',
  run: async () => {
    const replies = Object.entries((await findAccount()).replies ?? {}).sort(([a], [b]) =>
      a.localeCompare(b),
    );
    const data = replies.map(([key, reply]) => ({ key, ...described(reply) }));
    const rows = replies.map(([key, reply]) => [key, ...rowOf(reply)]);
    const empty = 'There is no reply yet: replies put stores one.';
    return { data, text: list(['key', 'kind', 'reply'], rows, empty) };
  },
});

export const group: Group = {
  summary: 'What the official account of h5 replies to its followers',
  commands: [put, picture, news, remove, listAll],
};

const store = async (key: string, reply: Reply, data: object = reply as object): Promise<Output> => {
  if (key.trim() !== key || key === '' || key.length > MOST_KEY)
    throw new UsageError(`A key has 1 to ${MOST_KEY} characters, and no blanks around`);
  const app = await findAccount();
  await putApp({ ...app, replies: { ...app.replies, [key]: reply } });
  return { data: { key, ...data }, text: `The reply to "${key}" is stored.` };
};

const described = (reply: Reply): object => (typeof reply === 'string' ? { text: reply } : reply);

const rowOf = (reply: Reply): [kind: string, reply: string] => {
  if (typeof reply === 'string') return ['text', reply];
  return 'mediaId' in reply ? ['picture', reply.mediaId] : ['news', `${reply.title} ${reply.url}`];
};

const checkText = (what: string, text: string, mostBytes: number): string => {
  if (text === '' || Buffer.byteLength(text) > mostBytes || /(?![\n\t])\p{Cc}/u.test(text))
    throw new UsageError(`${what} has 1 to ${mostBytes} bytes, and no control characters`);
  return text;
};

const checkAddress = (address: string): string => {
  const isFine = address.length <= MOST_ADDRESS && /^https?:\/\/\S+$/.test(address) && URL.canParse(address);
  if (isFine) return address;
  throw new UsageError(`"${address}" is no http address of ${MOST_ADDRESS} characters at most`);
};

const findAccount = async (): Promise<App> => {
  const app = await findApp(APP);
  if (!app) throw new Complaint(`There is no app ${APP} yet: apps put stores it.`);
  return app;
};
