import { APP } from '../lib/h5/visitor.ts';
import { type App, findApp, putApp } from '../lib/wechat/apps.ts';
import { Complaint } from '../local/complaint.ts';
import { command, type Group, UsageError } from './command.ts';
import { list } from './table.ts';

/** WeChat's limit for the text of a reply. */
const MOST_BYTES = 2048;
const MOST_KEY = 128;

const put = command({
  usage: 'put <key> <text>',
  summary: `stores what the official account (app ${APP}) replies, new or changed`,
  details: `<key> is the key of a menu's button, or the whole content of a text that a follower sends. The key '*'
is for any other text. <text> has ${MOST_BYTES} bytes at most. It reaches every running function within a minute.`,
  run: async ({ key, text }) => {
    if (key.trim() !== key || key === '' || key.length > MOST_KEY)
      throw new UsageError(`A key has 1 to ${MOST_KEY} characters, and no blanks around`);
    if (text === '' || Buffer.byteLength(text) > MOST_BYTES || /(?![\n\t])\p{Cc}/u.test(text))
      throw new UsageError(`A reply has 1 to ${MOST_BYTES} bytes, and no control characters`);
    const app = await findAccount();
    await putApp({ ...app, replies: { ...app.replies, [key]: text } });
    return { data: { key, text }, text: `The reply to "${key}" is stored.` };
  },
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
    const data = replies.map(([key, text]) => ({ key, text }));
    return { data, text: list(['key', 'text'], replies, 'There is no reply yet: replies put stores one.') };
  },
});

export const group: Group = {
  summary: 'What the official account of h5 replies to its followers',
  commands: [put, remove, listAll],
};

const findAccount = async (): Promise<App> => {
  const app = await findApp(APP);
  if (!app) throw new Complaint(`There is no app ${APP} yet: apps put stores it.`);
  return app;
};
