import { beforeEach, describe, expect, it, vi } from 'vitest';
import { endSession, findSession, keepAlive, type Session, sessionId } from '../../lib/session/session.ts';
import { readOne } from '../../lib/store/store.ts';
import { findApp, putApp } from '../../lib/wechat/apps.ts';
import { countRequests } from '../lib/between.ts';
import {
  type App,
  auth,
  control,
  DAY,
  failure,
  type Kept,
  logIn,
  logOut,
  ONE,
  openMina,
  send,
  someone,
  TWO,
} from './support.ts';

openMina();

const START = Date.parse('2026-11-20T04:00:00Z');
beforeEach(() => void vi.useFakeTimers({ toFake: ['Date'], now: START }));

const HOUR = 3_600;
const LOGIN_EXPIRED = failure('登录已过期，请重新登录');
const SESSION_EXPIRED = failure('会话已过期，请重新登录');
const DONE = expect.objectContaining({ ok: 'success' });
/** Moves the clock to so many seconds after the start. */
const at = (seconds: number) => vi.setSystemTime(START + seconds * 1_000);

/** Stores an app that nobody else in this file has. */
const newApp = async (durations: { loginDuration?: number; sessionDuration?: number }) => {
  const id = someone();
  const app = { id, appid: `wx-${id}`, secret: `secret-${id}`, ...durations };
  await control().addApp(app);
  await putApp(app);
  return app;
};

describe('session_duration', () => {
  it('ends a session so many seconds after its last use', async () => {
    const kept = await logIn(someone(), TWO);

    at(HOUR - 1);
    expect(await auth(kept, TWO)).toEqual(DONE);
    at(2 * HOUR - 2);
    expect(await auth(kept, TWO)).toEqual(DONE);
    at(3 * HOUR - 2);
    expect(await auth(kept, TWO)).toEqual(SESSION_EXPIRED);
    expect(await auth(kept, TWO)).toEqual(SESSION_EXPIRED);
  });

  it('ends a session to the second, while DynamoDB still has it', async () => {
    const kept = await logIn(someone(), TWO);

    at(HOUR - 0.001);
    expect(await countRequests(async () => expect(await auth(kept, TWO)).toEqual(DONE))).toEqual({
      BatchGetItem: 1,
      UpdateItem: 1,
    });
    const other = await logIn(someone(), TWO);
    at(2 * HOUR - 1);
    expect(await auth(other, TWO)).toEqual(SESSION_EXPIRED);
  });

  it('says so also when DynamoDB has deleted the session', async () => {
    const kept = await logIn(someone(), TWO);

    at(HOUR);
    await endSession({ id: sessionId(kept.skey) });

    expect(await auth(kept, TWO)).toEqual(SESSION_EXPIRED);
  });

  it('is not moved by a failure', async () => {
    const kept = await logIn(someone(), TWO);

    at(HOUR - 1);
    await auth({ ...kept, skey: 'wrong' }, TWO);
    await auth(kept, ONE);
    at(HOUR);

    expect(await auth(kept, TWO)).toEqual(SESSION_EXPIRED);
  });

  it('is moved by the other dialects, too', async () => {
    const app = await newApp({ sessionDuration: HOUR });
    const { uuid, skey } = await logIn(someone(), app);
    const query = { app_id: app.id };

    at(HOUR - 1);
    await send('wafer2_user', { method: 'GET', headers: { 'x-wx-skey': skey }, query });
    at(2 * HOUR - 2);
    await send('wafer_user', { method: 'GET', headers: { 'x-wx-id': uuid, 'x-wx-skey': skey }, query });
    at(3 * HOUR - 3);

    expect(await auth({ uuid, skey }, app)).toEqual(DONE);
  });
});

describe('login_duration', () => {
  it('ends a session so many days after its login, however often it is used', async () => {
    const kept = await logIn(someone(), TWO);

    for (let used = HOUR / 2; used < 2 * DAY; used += HOUR / 2) {
      at(used);
      expect(await auth(kept, TWO)).toEqual(DONE);
    }
    at(2 * DAY - 1);
    expect(await auth(kept, TWO)).toEqual(DONE);
    at(2 * DAY);
    expect(await auth(kept, TWO)).toEqual(LOGIN_EXPIRED);
  });

  it('is what has expired once both have', async () => {
    const kept = await logIn(someone(), TWO);

    at(HOUR);
    expect(await auth(kept, TWO)).toEqual(SESSION_EXPIRED);
    at(2 * DAY - 1);
    expect(await auth(kept, TWO)).toEqual(SESSION_EXPIRED);
    at(2 * DAY);
    expect(await auth(kept, TWO)).toEqual(LOGIN_EXPIRED);
  });

  it('begins anew with a login after the end, and the uuid stays', async () => {
    const openid = someone();
    const first = await logIn(openid, TWO);

    at(9 * DAY);
    const second = await logIn(openid, TWO);

    expect(second.uuid).toBe(first.uuid);
    expect(await auth(second, TWO)).toEqual(DONE);
    at(11 * DAY - HOUR);
    expect(await auth(first, TWO)).toEqual(failure('skey 错误，请重新登录'));
  });
});

describe('the minute after another login', () => {
  const WRONG = failure('skey 错误，请重新登录');
  const again = async (openid: string, app: App) => [await logIn(openid, app), await logIn(openid, app)];

  it('ends to the second, however much the skey is used', async () => {
    const openid = someone();
    const [before] = await again(openid, TWO);

    for (const second of [1, 30, 59]) {
      at(second);
      expect(await auth(before as Kept, TWO)).toEqual(DONE);
    }
    at(60);
    expect(await auth(before as Kept, TWO)).toEqual(WRONG);
  });

  it('ends what a use kept alive past its first end, too', async () => {
    const openid = someone();
    const before = await logIn(openid, TWO);
    at(HOUR - 1);
    await auth(before, TWO);
    at(HOUR + 10);
    const after = await logIn(openid, TWO);

    at(HOUR + 69);
    expect(await auth(before, TWO)).toEqual(DONE);
    at(HOUR + 70);
    expect(await auth(before, TWO)).toEqual(WRONG);
    expect(await auth(after, TWO)).toEqual(DONE);
  });

  it('is cut short by the session’s own end, which a use moves, but not beyond', async () => {
    const app = await newApp({ sessionDuration: 40 });
    const [unused, used] = [someone(), someone()];
    const [[rested], [busy]] = [await again(unused, app), await again(used, app)] as [Kept[], Kept[]];

    at(39);
    expect(await auth(busy as Kept, app)).toEqual(DONE);
    at(40);
    expect(await auth(rested as Kept, app)).toEqual(WRONG);
    at(59);
    expect(await auth(busy as Kept, app)).toEqual(DONE);
    at(60);
    expect(await auth(busy as Kept, app)).toEqual(WRONG);
  });

  it('goes by the end also when a use is noted late', async () => {
    const openid = someone();
    const before = await logIn(openid, TWO);
    at(HOUR / 2);
    const { session } = await findSession('mina', before.skey);
    await logIn(openid, TWO);
    await keepAlive(session as Session);

    at(HOUR / 2 + 59);
    expect(await auth(before, TWO)).toEqual(DONE);
    at(HOUR / 2 + 60);
    expect(await auth(before, TWO)).toEqual(WRONG);
  });

  it('is for 90 skeys of a user at most: the oldest go first', async () => {
    const openid = someone();
    const kept: Kept[] = [];
    for (let i = 0; i < 93; i += 1) kept.push(await logIn(openid, TWO));

    const alive = await Promise.all(kept.map((one) => auth(one, TWO)));
    expect(alive.map(({ ok }) => ok)).toEqual([...Array(2).fill('fail'), ...Array(91).fill('success')]);
    expect(await logOut(kept.at(-1) as Kept, TWO)).toEqual(DONE);
    expect(await auth(kept.at(-2) as Kept, TWO)).toEqual(WRONG);
  });
});

describe('duration', () => {
  it.each([
    [{}, 30 * DAY],
    [{ loginDuration: 7 }, 7 * DAY],
    [{ sessionDuration: 60 }, 60],
    [{ loginDuration: 1, sessionDuration: DAY + 1 }, DAY],
    [{ loginDuration: 1, sessionDuration: DAY - 1 }, DAY - 1],
    [{ loginDuration: 60, sessionDuration: 40 * DAY }, 40 * DAY],
  ])('of an app with %j is %i: so long a session lives unused', async (durations, seconds) => {
    const app = await newApp(durations);
    const kept = await logIn(someone(), app);

    expect(kept.duration).toBe(seconds);
    at(seconds - 1);
    expect(await auth(kept, app)).toEqual(DONE);
    const other = await logIn(someone(), app);
    at(2 * seconds - 1);
    expect(await auth(other, app)).not.toEqual(DONE);
  });

  it('holds from the next login on when the operator changes it', async () => {
    const app = await newApp({ sessionDuration: HOUR });
    const openid = someone();
    const before = await logIn(openid, app);
    await putApp({ ...app, sessionDuration: 60 });

    at(HOUR - 1);
    expect(await auth(before, app)).toEqual(DONE);
    expect(await logIn(openid, app)).toMatchObject({ duration: 60 });
  });
});

it('keeps a user for good, and when they came first', async () => {
  const openid = someone();
  const { uuid } = await logIn(openid, TWO);
  at(100 * DAY);
  await findApp(TWO.id);
  await logIn(openid, TWO);

  expect(await readOne({ table: process.env.MINA_TABLE as string, pk: uuid })).toMatchObject({
    app: '2',
    openid,
    createdAt: START / 1_000,
    loginEndsAt: START / 1_000 + 102 * DAY,
  });
});
