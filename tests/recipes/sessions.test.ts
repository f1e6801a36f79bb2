import { afterEach, describe, expect, it, vi } from 'vitest';
import { ask, cook, openKitchen, send, wait } from '../support/kitchen.ts';

openKitchen();
afterEach(() => void vi.useRealTimers());

const MINUTE = 60;
const DAY = 24 * 60 * MINUTE;
const notLoggedIn = { flag: false, data: null, sessionId: null, message: '用户未登录', login: false };
const isLoggedIn = async (cookie: string) =>
  (await ask('GET /menus/2046', { cookie })).message === '查询成功';

describe('a session', () => {
  it('ends after 30 minutes without use, also while DynamoDB has not deleted it', async () => {
    const cookie = await cook();
    for (let i = 0; i < 3; i += 1) {
      wait(29 * MINUTE);
      expect(await isLoggedIn(cookie)).toBe(true);
    }
    wait(30 * MINUTE + 1);
    expect(await isLoggedIn(cookie)).toBe(false);
  });

  it('ends after 30 days however much it is used', async () => {
    const start = Date.now();
    vi.stubEnv('RECIPES_IDLE_MINUTES', String(20 * 24 * 60));
    const cookie = await cook();
    vi.unstubAllEnvs();
    vi.useFakeTimers({ toFake: ['Date'] });

    for (const days of [15, 29]) {
      vi.setSystemTime(start + days * DAY * 1_000);
      expect(await isLoggedIn(cookie)).toBe(true);
    }
    vi.setSystemTime(start + (30 * DAY + 60) * 1_000);
    expect(await isLoggedIn(cookie)).toBe(false);
  });

  it('is found in the header Cookie, as a mini-program sends it', async () => {
    const cookie = await cook();

    expect(await ask('GET /menus/2046', { headers: { cookie: `a=b; JSESSIONID=${cookie}` } })).toMatchObject({
      flag: true,
      login: true,
    });
  });

  it.each(['', 'F'.repeat(32), 'F'.repeat(31), 'x', '0'.repeat(40)])(
    'is none with the key "%s"',
    async (cookie) => {
      expect(await ask('GET /menus/2046', { cookie })).toEqual(notLoggedIn);
    },
  );

  it('is none in lower case, or when it is another service’s', async () => {
    const cookie = await cook();
    const { createSession } = await import('../../lib/session/session.ts');
    const key = 'AB'.repeat(16);
    const policy = { idle: 60, absolute: 60 };
    await createSession({ service: 'callme', app: '3', openid: 'x', role: {}, policy, key });

    expect(await isLoggedIn(cookie.toLowerCase())).toBe(false);
    expect(await isLoggedIn(key)).toBe(false);
  });

  it.each([
    'POST /clicks',
    'POST /praises',
    'DELETE /praises',
    'POST /collections',
    'DELETE /collections',
    'GET /collections',
    'GET /menus/2046',
  ])('is needed for %s, whatever else is wrong: 用户未登录', async (request) => {
    expect(await send(request, { body: 'nonsense' })).toMatchObject({ status: 200, body: notLoggedIn });
  });
});
