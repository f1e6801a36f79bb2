import { type Budget, oneWrite, readByKey, tokenForCaller, userAfterWechat } from '../budget.ts';
import { letSessionRest } from '../people.ts';
import { APP, type Consent, consent, openVisitor, press, type Visitor } from '../visitors.ts';
import { type Case, type Fields, routeCase } from './case.ts';

/** A month, of which a tenth has to pass before a session is extended. */
const LONG_AGO = 15 * 86_400;
const MAGIC_ID = 'F2C224D4-2BCE-4C64-AF9F-A6D872000D1A';

/** Every function of mina, by dialect. */
export const minaCases = async (): Promise<Case[]> => {
  const visitor = await openVisitor();
  return Promise.all([
    ...logins(),
    ...auths(visitor),
    ...codesAndEnds(visitor),
    ...sessionServer(visitor),
    ...wafer2(visitor),
    ...wafer(visitor),
  ]);
};

/** Somebody who has a session opens the mini-program again. Another one each time: a login leaves the user a trace. */
const consentAgain = async (): Promise<Consent> => consent((await openVisitor()).openid);

const logins = () => {
  const login = (what: string, fieldsOf: () => Promise<Fields>) =>
    routeCase('mina/login', what, userAfterWechat, {
      request: async () => ({
        path: '/mina/login',
        body: JSON.stringify({ ...(await fieldsOf()), app_id: APP }),
      }),
      expected: { ok: 'success', msg: '登录成功' },
    });
  return [
    login('first time, code alone', async () => ({ code: (await consent()).code })),
    login('again, with user data', async () => {
      const { code, encryptedData, iv } = await consentAgain();
      return { code, encrypt_data: encryptedData, iv };
    }),
  ];
};

const auths = (visitor: Visitor) => {
  const auth = (what: string, budget: Budget, { uuid, skey }: Visitor, before = async () => {}) =>
    routeCase('mina/auth', what, budget, {
      request: async () => {
        await before();
        return { path: '/mina/auth', body: JSON.stringify({ uuid, skey, app_id: APP }) };
      },
      expected: { ok: 'success', msg: '会话有效' },
    });
  return [
    auth('', readByKey, visitor),
    auth('session to extend', oneWrite, visitor, () => letSessionRest(visitor.skey, LONG_AGO)),
    routeCase('mina/auth', 'wrong skey', readByKey, {
      request: {
        path: '/mina/auth',
        body: JSON.stringify({ uuid: visitor.uuid, skey: '0'.repeat(40), app_id: APP }),
      },
      expected: { ok: 'fail', msg: 'skey 错误，请重新登录' },
    }),
  ];
};

const codesAndEnds = ({ openid, uuid, skey }: Visitor) => [
  routeCase('mina/phone', '', tokenForCaller, {
    request: async () => ({
      path: '/mina/phone',
      body: JSON.stringify({ uuid, skey, app_id: APP, code: await press(openid) }),
    }),
    expected: { ok: 'success', msg: '已获取手机号' },
  }),
  routeCase('mina/logout', '', oneWrite, {
    request: async () => {
      const { uuid, skey } = await openVisitor();
      return { path: '/mina/logout', body: JSON.stringify({ uuid, skey, app_id: APP }) };
    },
    expected: { ok: 'success', msg: '已退出登录' },
  }),
];

const sessionServer = ({ uuid, skey }: Visitor) => {
  const ask = (interfaceName: string, budget: Budget, returnMessage: string, para: () => Promise<object>) =>
    routeCase('mina/session_server', interfaceName, budget, {
      request: async () => ({
        path: '/mina_auth/',
        body: JSON.stringify({
          version: 1,
          componentName: 'MA',
          interface: { interfaceName, para: await para() },
        }),
      }),
      expected: { returnCode: 0, returnMessage },
    });
  return [
    ask('qcloud.cam.id_skey', userAfterWechat, 'UPDATE_SESSION_SUCCESS', async () => {
      const { code, encryptedData, iv } = await consentAgain();
      return { code, encrypt_data: encryptedData, iv };
    }),
    ask('qcloud.cam.auth', readByKey, 'AUTH_SUCCESS', async () => ({ id: uuid, skey })),
  ];
};

const wafer2 = ({ skey }: Visitor) => [
  routeCase('mina/wafer2_login', '', userAfterWechat, {
    request: async () => ({ ...toGet('/mina/wafer2/login'), headers: headersOf(await consentAgain()) }),
    expected: { code: 0 },
  }),
  routeCase('mina/wafer2_user', '', readByKey, {
    request: { ...toGet('/mina/wafer2/user'), headers: { 'x-wx-skey': skey } },
    expected: { code: 0 },
  }),
];

const wafer = ({ uuid, skey }: Visitor) => [
  routeCase('mina/wafer_login', '', userAfterWechat, {
    request: async () => ({ ...toGet('/mina/wafer/login'), headers: headersOf(await consentAgain()) }),
    expected: (answer) => answer[MAGIC_ID] === 1 && 'session' in answer,
  }),
  routeCase('mina/wafer_user', '', readByKey, {
    request: { ...toGet('/mina/wafer/user'), headers: { 'x-wx-id': uuid, 'x-wx-skey': skey } },
    expected: { nickName: '小郭' },
  }),
];

const toGet = (path: string) => ({ method: 'GET', path });

const headersOf = ({ code, encryptedData, iv }: Consent) => ({
  'x-wx-code': code,
  'x-wx-encrypted-data': encryptedData,
  'x-wx-iv': iv,
});
