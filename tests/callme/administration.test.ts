import { afterEach, describe, expect, it, vi } from 'vitest';
import type { App } from '../../lib/wechat/apps.ts';
import { apiEvent, invoke } from '../support/api.ts';
import {
  administrator,
  ask,
  control,
  EATERS,
  eater,
  later,
  logIn,
  openCanteen,
  openStall,
  send,
  someone,
  someTel,
} from '../support/canteen.ts';

openCanteen();
afterEach(async () => {
  vi.useRealTimers();
  await control().clearFaults();
});

describe('admin', () => {
  const notAdmin = { adminSuccess: 'fail', failMsg: 'Not Admin Error' };

  it('lists every stall, bound or not', async () => {
    const sessionKey = await administrator();
    const { telNum } = await openStall({ term: 2, sellerName: '四号' });
    const unbound = someTel();
    await ask('signup', { sessionKey, tellNum: unbound });

    const { adminSuccess, sellerList } = await ask('admin', { sessionKey });

    expect(adminSuccess).toBe('success');
    expect(sellerList).toContainEqual({
      sellerName: '四号',
      personName: '王师傅',
      telNum,
      balanceMon: 2,
      open: false,
    });
    expect(sellerList).toContainEqual({
      sellerName: null,
      personName: null,
      telNum: unbound,
      balanceMon: 1,
      open: false,
    });
  });

  it('takes an invitation once, and the session at hand is an administrator’s at once', async () => {
    const { invite } = await import('../../lib/callme/admins.ts');
    const code = await invite();
    const openid = someone();
    const sessionKey = await logIn('yes', openid);

    expect(await ask('admin', { sessionKey, invite: 'wrong' })).toEqual(notAdmin);
    expect(await ask('admin', { sessionKey, invite: code })).toMatchObject({ adminSuccess: 'success' });
    expect(await ask('admin', { sessionKey })).toMatchObject({ adminSuccess: 'success' });
    expect(await ask('admin', { sessionKey: await logIn('yes', openid) })).toMatchObject({
      adminSuccess: 'success',
    });
    expect(await ask('admin', { sessionKey: await logIn('yes', someone()), invite: code })).toEqual(notAdmin);
  });

  it('lets a seller become an administrator and stay a seller', async () => {
    const { invite } = await import('../../lib/callme/admins.ts');
    const { sessionKey } = await openStall();

    expect(await ask('admin', { sessionKey, invite: await invite() })).toMatchObject({
      adminSuccess: 'success',
    });
    expect(await ask('fetch', { sessionKey })).toMatchObject({ fetchSuccess: 'success' });
  });

  it('takes no invitation that is an hour old, and none from an eater', async () => {
    const { invite } = await import('../../lib/callme/admins.ts');
    const code = await invite();

    expect(await ask('admin', { sessionKey: await eater(), invite: code })).toEqual(notAdmin);
    vi.useFakeTimers({ toFake: ['Date'], now: Date.now() + 3_601_000 });
    expect(await ask('admin', { sessionKey: await logIn('yes', someone()), invite: code })).toEqual(notAdmin);
  });
});

describe('renew', () => {
  it('adds months to a stall, and enrols a number that is new', async () => {
    const sessionKey = await administrator();
    const { telNum } = await openStall({ term: 1 });

    expect(await ask('renew', { sessionKey, telNum, term: 2 })).toEqual({
      renewSuccess: 'success',
      balanceMon: 3,
    });
    expect(await ask('renew', { sessionKey, telNum: someTel(), term: '5' })).toEqual({
      renewSuccess: 'success',
      balanceMon: 5,
    });
  });

  it('counts both of two at once', async () => {
    const sessionKey = await administrator();
    const { telNum } = await openStall({ term: 1 });
    const added = Array.from({ length: 6 }, () => ask('renew', { sessionKey, telNum, term: 1 }));
    await Promise.all(added);

    expect(await ask('renew', { sessionKey, telNum, term: 1 })).toMatchObject({ balanceMon: 8 });
  });

  it('counts both of two at once for a number that is new', async () => {
    const sessionKey = await administrator();
    const telNum = someTel();
    await Promise.all([
      ask('renew', { sessionKey, telNum, term: 1 }),
      ask('renew', { sessionKey, telNum, term: 2 }),
    ]);

    expect(await ask('renew', { sessionKey, telNum, term: 1 })).toMatchObject({ balanceMon: 4 });
  });

  it('begins anew when the months are over, and the seller is on duty at once', async () => {
    const stall = await openStall({ term: 1 });
    later(100);
    const sessionKey = await administrator();
    const seller = await logIn('yes', stall.openid);

    expect(await ask('fetch', { sessionKey: seller })).toMatchObject({ failMsg: 'Out Of Duty Error' });
    expect(await ask('renew', { sessionKey, telNum: stall.telNum, term: 1 })).toMatchObject({
      balanceMon: 1,
    });
    expect(await ask('fetch', { sessionKey: seller })).toMatchObject({ marchSn: 1 });
  });

  it('is for administrators, and says Invalid Tel Error', async () => {
    const sessionKey = await administrator();
    const { telNum, sessionKey: seller } = await openStall();

    expect(await ask('renew', { sessionKey: seller, telNum, term: 1 })).toEqual({
      renewSuccess: 'fail',
      failMsg: 'Not Admin Error',
    });
    expect(await ask('renew', { sessionKey, telNum: '110', term: 1 })).toEqual({
      renewSuccess: 'fail',
      failMsg: 'Invalid Tel Error',
    });
    expect(await send('renew', { sessionKey, telNum })).toMatchObject({
      status: 400,
      body: { field: 'term' },
    });
  });
});

describe('qrcode', () => {
  it('asks WeChat once, keeps the code and serves it', async () => {
    const { sessionKey, sellerId } = await openStall();
    const { handler } = await import('../../functions/callme/picture.ts');
    await control().clearCalls();

    const answer = await ask('qrcode', { sessionKey });
    const again = await ask('qrcode', { sessionKey });
    const url = new URL(answer.qrcodeImageUrl as string);
    const pathParameters = { picture: url.pathname.split('/').at(-1) ?? '' };
    const reply = await invoke(handler, apiEvent({ method: 'GET', path: url.pathname, pathParameters }));

    expect(answer).toEqual({
      qrcodeSuccess: 'success',
      qrcodeImageUrl: expect.stringMatching(/^https:\/\/api\.example\.com\/callme\/pictures\/\w{32}\.png$/),
    });
    expect(again).toEqual(answer);
    expect((await control().calls()).filter(({ path }) => path === '/wxa/getwxacode')).toHaveLength(1);
    expect(Buffer.from(reply.raw, 'base64').toString()).toContain(`pages/qu/qu?sellerId=${sellerId}`);
  });

  it('makes another for another mini-program or version, and a new one when asked to', async () => {
    const { sessionKey } = await openStall();
    const { putApp } = await import('../../lib/wechat/apps.ts');
    const other = { ...EATERS, appid: 'wx-test-other' };
    await control().addApp(other);
    const made = async () =>
      (await control().calls()).filter(({ path }) => path === '/wxa/getwxacode').length;
    const asked = async (app: App, more = {}) => {
      await putApp(app);
      const before = await made();
      const { qrcodeImageUrl } = await ask('qrcode', { sessionKey, ...more });
      return [qrcodeImageUrl, (await made()) - before];
    };

    const [own] = await asked(EATERS);
    expect(await asked({ ...EATERS, envVersion: 'release' })).toEqual([own, 0]);
    const [trial, once] = await asked({ ...EATERS, envVersion: 'trial' });
    expect([trial === own, once]).toEqual([false, 1]);
    expect(await asked({ ...EATERS, envVersion: 'trial' })).toEqual([trial, 0]);
    const [others, again] = await asked(other);
    expect([others === own || others === trial, again]).toEqual([false, 1]);
    expect(await asked(EATERS)).toEqual([own, 1]);
    expect(await asked(EATERS, { renew: 'true' })).toEqual([own, 1]);
    expect(await asked(EATERS)).toEqual([own, 0]);
    expect(await ask('qrcode', { sessionKey, renew: 'x' })).toMatchObject({ field: 'renew' });
  });

  it('says API Error when WeChat makes none, and tries again the next time', async () => {
    const { sessionKey } = await openStall();
    await control().addFault({ path: '/wxa/getwxacode', kind: 'errcode', errcode: 45029, times: 1 });

    expect(await ask('qrcode', { sessionKey })).toEqual({ qrcodeSuccess: 'fail', failMsg: 'API Error' });
    expect(await ask('qrcode', { sessionKey })).toMatchObject({ qrcodeSuccess: 'success' });
  });

  it('says Invalid Session Error to others', async () => {
    expect(await ask('qrcode', { sessionKey: await eater() })).toEqual({
      qrcodeSuccess: 'fail',
      failMsg: 'Invalid Session Error',
    });
  });
});
