import { setting } from '../lib/env.ts';
import { currentCatalogue, publish, readContent } from '../lib/recipes/catalogue.ts';
import { importDishes } from '../lib/recipes/import.ts';
import { headKey, RECIPES_TABLE } from '../lib/recipes/keys.ts';
import { like } from '../lib/recipes/likes.ts';
import { search } from '../lib/recipes/menus.ts';
import { APP, beginSession } from '../lib/recipes/sessions.ts';
import { addUser, findUser, type User } from '../lib/recipes/users.ts';
import { readOne, write } from '../lib/store/store.ts';
import { DEMO_APPS } from '../local/demo.ts';
import { controlWechat } from '../local/wechat/control-client.ts';
import { FIRST_DISH, makeDishes } from './dishes.ts';
import { someone } from './people.ts';

export type Kitchen = Awaited<ReturnType<typeof openKitchen>>;

/** What the mini-program tells of a user. */
export const PROFILE = {
  nickName: '小郭',
  gender: 2,
  language: 'zh_CN',
  city: '广州',
  province: '广东',
  country: '中国',
  avatarUrl: `https://thirdwx.qlogo.cn/mmopen/vi_32/${'0'.repeat(86)}/132`,
} as const;

/** What is searched for. */
export const STUFF = ['胡萝卜', '腊肠', '面食'];
export const TOOLS = ['烤箱'];
/** The partition that holds the dishes which the search finds as items, to be read with one Query. */
export const FOUND = 'found';

const DISHES = 10_000;
/** More than a page of them. */
const FAVOURITES = 30;
/** Milliseconds after which a list looks again whether the catalogue has changed. */
const FRESH = 5_000;

/** A catalogue of 10,000 dishes, somebody who likes some of them, and the same dishes as a Query would read them. */
export const openKitchen = async () => {
  await importDishes(makeDishes(DISHES), () => {});
  const user = await openUser();
  for (let i = 0; i < FAVOURITES; i += 1) await like('collection', user.openid, FIRST_DISH + i);
  const found = search(await currentCatalogue(), STUFF, TOOLS);
  await Promise.all(
    found.map((item) =>
      write({ put: { table: RECIPES_TABLE, pk: FOUND, sk: String(item.id).padStart(10, '0') }, item }),
    ),
  );
  return {
    user,
    sessionKey: await logIn(user),
    /** How many dishes there are, and how many of them the search finds. */
    dishes: DISHES,
    found: found.length,
    /** A dish that the user has no opinion of. */
    dish: FIRST_DISH + DISHES / 2,
  };
};

/** Registers a user. */
const openUser = async (): Promise<User> => {
  const openid = someone();
  await addUser(openid, PROFILE);
  return (await findUser(openid)) as User;
};

/** Logs a user in, without WeChat, and returns the session key. */
export const logIn = (user: User): Promise<string> => beginSession({ openid: user.openid }, user);

/** The code of `wx.login()`. */
export const codeOf = (openid: string): Promise<string> => {
  const { appid = '' } = DEMO_APPS.find(({ id }) => id === APP) ?? {};
  return controlWechat(setting('WECHAT_API_BASE_URL')).login({ appid, openid });
};

/** Puts the same catalogue in the place of itself, under a version that no container knows. */
export const publishAgain = async (): Promise<void> => {
  const head = await readOne(headKey);
  await publish(head, await readContent(head));
};

let ahead = 0;

/** Lets so much time pass for what runs `inContainer` that its lists look again. */
export const wait = (): void => {
  ahead += FRESH;
};

/** Runs on a clock of its own, which `wait` moves on: what a container remembers is then not a matter of chance. */
export const inContainer = async <T>(act: () => Promise<T>): Promise<T> => {
  const { now } = Date;
  Date.now = () => now() + ahead;
  try {
    return await act();
  } finally {
    Date.now = now;
  }
};
