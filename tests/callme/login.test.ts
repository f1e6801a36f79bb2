import { afterEach, describe, expect, it, vi } from 'vitest';
import {
  administrator,
  ask,
  control,
  EATERS,
  logIn,
  openCanteen,
  openStall,
  SELLERS,
  send,
  someone,
} from '../support/canteen.ts';

openCanteen();
afterEach(async () => {
  vi.useRealTimers();
  await control().clearFaults();
});

const EXCHANGE = '/sns/jscode2session';
const codeOf = (appid: string, openid = someone()) => control().login({ appid, openid });
const hex40 = expect.stringMatching(/^[0-9a-f]{40}$/);

describe.each([
  { query: 'Q01', isseller: 'yes', own: SELLERS, other: EATERS },
  { query: 'Q02', isseller: 'no', own: EATERS, other: SELLERS },
])('login $query (isseller: $isseller)', ({ query, isseller, own, other }) => {
  const exchanges = async () => (await control().calls()).filter(({ path }) => path === EXCHANGE).length;

  it(`${query}R02 refuses a code that WeChat never gave`, async () => {
    const reply = await send('login', { isseller, code: 'never-given' });

    expect(reply).toMatchObject({ status: 200, body: { loginSuccess: 'fail', failMsg: 'Login Error' } });
    expect(reply.raw).toBe('{"loginSuccess":"fail","failMsg":"Login Error"}');
  });

  it(`${query}R02 refuses a code that was used`, async () => {
    const code = await codeOf(own.appid);
    await ask('login', { isseller, code });

    expect(await ask('login', { isseller, code })).toEqual({ loginSuccess: 'fail', failMsg: 'Login Error' });
  });

  it(`${query}R02 refuses a code of the other mini-program`, async () => {
    const code = await codeOf(other.appid);

    expect(await ask('login', { isseller, code })).toEqual({ loginSuccess: 'fail', failMsg: 'Login Error' });
  });

  it.each([40029, 40163, 40226, 41008])(`${query}R02 blames the code for errcode %i`, async (errcode) => {
    await control().addFault({ path: EXCHANGE, kind: 'errcode', errcode, times: 1 });

    expect(await ask('login', { isseller, code: await codeOf(own.appid) })).toEqual({
      loginSuccess: 'fail',
      failMsg: 'Login Error',
    });
  });

  it.each([-1, 45011, 40013, 40125, 40164])(
    `${query}R01 does not blame the code for errcode %i`,
    async (errcode) => {
      await control().addFault({ path: EXCHANGE, kind: 'errcode', errcode, times: 1 });

      expect(await ask('login', { isseller, code: await codeOf(own.appid) })).toEqual({
        loginSuccess: 'fail',
        failMsg: 'API Error',
      });
    },
  );

  it.each([
    { kind: 'status', status: 500 },
    { kind: 'html' },
    { kind: 'empty' },
    { kind: 'reset' },
    { kind: 'timeout' },
  ] as const)(`${query}R01 says API Error when WeChat answers with $kind, and asks once`, async (fault) => {
    const code = await codeOf(own.appid);
    await control().addFault({ path: EXCHANGE, ...fault });
    const before = await exchanges();

    expect(await ask('login', { isseller, code })).toEqual({ loginSuccess: 'fail', failMsg: 'API Error' });
    expect(await exchanges()).toBe(before + 1);
  });

  it('names the field that is missing or wrong', async () => {
    const wrong = (fields: object) => send('login', { isseller, code: 'x', ...fields });
    const refusal = (field: string) => ({
      status: 400,
      body: { loginSuccess: 'fail', failMsg: 'Invalid Param Error', field },
    });

    expect(await wrong({ isseller: 'maybe' })).toMatchObject(refusal('isseller'));
    expect(await wrong({ isseller: undefined })).toMatchObject(refusal('isseller'));
    expect(await wrong({ code: '' })).toMatchObject(refusal('code'));
    expect(await wrong({ code: 7 })).toMatchObject(refusal('code'));
    expect(await wrong({ code: ['x'] })).toMatchObject(refusal('code'));
  });
});

describe('login Q02, an eater', () => {
  it('Q02R00 gets a session key, another one every time', async () => {
    const openid = someone();
    const login = async () => ask('login', { isseller: 'no', code: await codeOf(EATERS.appid, openid) });

    const [first, second] = [await login(), await login()];

    expect(first).toEqual({ loginSuccess: 'success', sessionKey: hex40 });
    expect(second).toEqual({ loginSuccess: 'success', sessionKey: hex40 });
    expect(first.sessionKey).not.toBe(second.sessionKey);
  });
});

describe('login Q01, a user of the sellers’ mini-program', () => {
  const login = async (openid: string) =>
    ask('login', { isseller: 'yes', code: await codeOf(SELLERS.appid, openid) });

  it('Q01R00 gets a session key and the balance when a stall is bound', async () => {
    const { openid } = await openStall({ term: 3 });

    expect(await login(openid)).toEqual({ loginSuccess: 'success', sessionKey: hex40, balanceMon: 3 });
  });

  it('Q01R03 gets a session for signing up, and for nothing else, when no stall is bound', async () => {
    const answer = await login(someone());
    const { sessionKey } = answer;

    expect(answer).toEqual({ loginSuccess: 'fail', failMsg: 'Seller Openid Error', sessionKey: hex40 });
    expect(await ask('fetch', { sessionKey })).toEqual({
      fetchSuccess: 'fail',
      failMsg: 'Seller Openid Error',
    });
    expect(await ask('seller_list', { sessionKey })).toEqual({
      seller_listSuccess: 'fail',
      failMsg: 'Seller Openid Error',
    });
    expect(await ask('info', { sessionKey })).toEqual({
      infoSuccess: 'fail',
      failMsg: 'Invalid Session Error',
    });
    expect(await ask('update', { sessionKey })).toEqual({
      updateSuccess: 'fail',
      failMsg: 'Need Signup Error',
    });
    expect(await ask('admin', { sessionKey })).toEqual({ adminSuccess: 'fail', failMsg: 'Not Admin Error' });
    expect(await ask('logout', { sessionKey })).toEqual({ logoutSuccess: 'success' });
  });

  it('lets an administrator without a stall in', async () => {
    const sessionKey = await administrator();

    expect(await ask('admin', { sessionKey })).toMatchObject({ adminSuccess: 'success' });
  });

  it('carries the balance 0 once the months are over, and still logs in', async () => {
    const { openid } = await openStall();
    vi.useFakeTimers({ toFake: ['Date'], now: Date.now() + 40 * 86_400_000 });

    expect(await login(openid)).toEqual({ loginSuccess: 'success', sessionKey: hex40, balanceMon: 0 });
  });
});

describe('sessions', () => {
  const someKey = 'f'.repeat(40);

  it.each([undefined, '', someKey, 'x', 40, {}, [someKey], "' OR '1'='1", { $gt: '' }])(
    'answers Session Time Out to the session key %j',
    async (sessionKey) => {
      const reply = await send('seller_list', { sessionKey });

      expect(reply.status).toBe(200);
      expect(reply.raw).toBe('{"queryErr":"Session Time Out"}');
    },
  );

  it('end after an hour without use, also while DynamoDB has not deleted them', async () => {
    const sessionKey = await logIn('no', someone());
    const start = Date.now();

    vi.useFakeTimers({ toFake: ['Date'], now: start + 3_599_000 });
    expect(await ask('hungry', { sessionKey, sellerId: 1, marchSn: 1 })).toHaveProperty('hungrySuccess');
    vi.setSystemTime(start + 2 * 3_598_000);
    expect(await ask('hungry', { sessionKey, sellerId: 1, marchSn: 1 })).toHaveProperty('hungrySuccess');
    vi.setSystemTime(start + 2 * 3_598_000 + 3_601_000);
    expect(await ask('hungry', { sessionKey, sellerId: 1, marchSn: 1 })).toEqual({
      queryErr: 'Session Time Out',
    });
  });

  it('end after 24 hours however much they are used', async () => {
    const sessionKey = await logIn('no', someone());
    const start = Date.now();
    vi.useFakeTimers({ toFake: ['Date'] });

    for (let minutes = 50; minutes < 24 * 60; minutes += 50) {
      vi.setSystemTime(start + minutes * 60_000);
      expect(await ask('hungry', { sessionKey, sellerId: 1, marchSn: 1 })).toHaveProperty('hungrySuccess');
    }
    vi.setSystemTime(start + 24 * 3_600_000 + 1_000);
    expect(await ask('hungry', { sessionKey, sellerId: 1, marchSn: 1 })).toEqual({
      queryErr: 'Session Time Out',
    });
  });

  it('end with logout, and are not revived by it', async () => {
    const sessionKey = await logIn('no', someone());
    const start = Date.now();
    vi.useFakeTimers({ toFake: ['Date'], now: start + 1_800_000 });

    expect(await ask('logout', { sessionKey })).toEqual({ logoutSuccess: 'success' });
    expect(await ask('logout', { sessionKey })).toEqual({ queryErr: 'Session Time Out' });
  });
});
