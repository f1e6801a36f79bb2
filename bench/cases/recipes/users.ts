import { type Like, like, unlike } from '../../../lib/recipes/likes.ts';
import {
  loginWithDeadCookie,
  numberAfterWechat,
  oneWrite,
  readByKey,
  readForCaller,
  userAfterWechat,
} from '../../budget.ts';
import { codeOf, type Kitchen, logIn, PROFILE } from '../../kitchen.ts';
import { someone } from '../../people.ts';
import { type Case, routeCase } from '../case.ts';

const DEAD = '0'.repeat(32);

/** What users ask of their session, and of one dish. */
export const userCases = (kitchen: Kitchen): Promise<Case>[] => [
  ...logins(kitchen),
  ...sessions(kitchen),
  ...dishes(kitchen),
  ...likes(kitchen),
];

/** The cookie of a session, as API Gateway hands it on. */
export const cookieOf = (sessionKey: string) => ({ cookies: [`JSESSIONID=${sessionKey}`] });

const logins = ({ user: { openid }, sessionKey }: Kitchen) => {
  const path = '/userinfos/login';
  const expected = { flag: true, message: '登录成功' };
  return [
    routeCase('recipes/login', 'no cookie', userAfterWechat, {
      request: async () => ({ path, body: await codeOf(openid) }),
      expected,
    }),
    routeCase('recipes/login', 'cookie of a dead session', loginWithDeadCookie, {
      request: async () => ({ path, body: await codeOf(openid), ...cookieOf(DEAD) }),
      expected,
    }),
    routeCase('recipes/login', 'living session', readByKey, {
      request: { path, body: 'no code', ...cookieOf(sessionKey) },
      expected,
    }),
  ];
};

const sessions = ({ user }: Kitchen) => [
  routeCase('recipes/register', '', numberAfterWechat, {
    request: async () => ({
      path: '/userinfos/register',
      query: { code: await codeOf(someone()) },
      body: JSON.stringify(PROFILE),
    }),
    expected: { flag: true, message: '注册成功' },
  }),
  routeCase('recipes/logout', '', oneWrite, {
    request: async () => ({ method: 'GET', path: '/userinfos/logout', ...cookieOf(await logIn(user)) }),
    expected: { flag: true, message: '登出成功' },
  }),
];

const dishes = ({ sessionKey, dish }: Kitchen) => [
  routeCase('recipes/menu', '', readForCaller, {
    request: {
      method: 'GET',
      path: `/menus/${dish}`,
      pathParameters: { id: String(dish) },
      ...cookieOf(sessionKey),
    },
    expected: { flag: true, message: '查询成功' },
  }),
  routeCase('recipes/clicks', '', oneWrite, {
    request: { path: '/clicks', body: String(dish), ...cookieOf(sessionKey) },
    expected: { flag: true, message: '点击量加一成功' },
  }),
];

const likes = (kitchen: Kitchen) => [
  mark(kitchen, 'praise', '点赞成功'),
  unmark(kitchen, 'praise', '取消点赞成功'),
  mark(kitchen, 'collection', '收藏成功'),
  unmark(kitchen, 'collection', '取消收藏成功'),
];

const mark = ({ user: { openid }, sessionKey, dish }: Kitchen, kind: Like, message: string) =>
  routeCase(`recipes/${kind}`, '', oneWrite, {
    request: { path: `/${kind}s`, body: String(dish), ...cookieOf(sessionKey) },
    expected: { flag: true, message },
    clean: () => unlike(kind, openid, dish),
  });

const unmark = ({ user: { openid }, sessionKey, dish }: Kitchen, kind: Like, message: string) =>
  routeCase(`recipes/${kind}_end`, '', oneWrite, {
    request: async () => {
      await like(kind, openid, dish);
      return { method: 'DELETE', path: `/${kind}s`, body: String(dish), ...cookieOf(sessionKey) };
    },
    expected: { flag: true, message },
  });
