import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { scan } from '../../lib/store/store.ts';
import { between } from '../lib/between.ts';
import { auth, codeOf, consent, type Kept, logIn, ONE, openMina, send, someone, TWO } from './support.ts';

openMina();

const alive = async (kept: Kept[]): Promise<number> =>
  (await Promise.all(kept.map((one) => auth(one)))).filter(({ ok }) => ok === 'success').length;
const sessionsOf = async (openid: string) =>
  (await scan(process.env.SESSIONS_TABLE as string)).filter((item) => item.openid === openid);

/** Lets fast-check choose whose request to DynamoDB goes next. */
const interleave = async <T>(scheduler: fc.Scheduler, start: () => Promise<T>[]): Promise<T[]> => {
  const stop = between('command', async (_, pass) => {
    await scheduler.schedule(Promise.resolve(), 'DynamoDB');
    return pass();
  });
  try {
    return await scheduler.waitFor(Promise.all(start()));
  } finally {
    stop();
  }
};

describe('logins of one user at once', () => {
  it.each([2, 8])('%i first ones agree on the uuid, and one skey lives', async (many) => {
    const openid = someone();

    const kept = await Promise.all(Array.from({ length: many }, () => logIn(openid)));

    expect(new Set(kept.map(({ uuid }) => uuid)).size).toBe(1);
    expect(new Set(kept.map(({ skey }) => skey)).size).toBe(many);
    expect(await alive(kept)).toBe(1);
    expect(await sessionsOf(openid)).toHaveLength(1);
  });

  it('end the session before, and one of theirs lives', async () => {
    const openid = someone();
    const before = await logIn(openid);

    const kept = await Promise.all(Array.from({ length: 6 }, () => logIn(openid)));

    expect(await alive([before])).toBe(0);
    expect(await alive(kept)).toBe(1);
  });

  it('lose nothing of what one of them tells', async () => {
    const openid = someone();
    const codes = await Promise.all(Array.from({ length: 4 }, () => codeOf(openid)));
    const { code, encryptedData: encrypt_data, iv } = await consent(openid, ONE, { nickName: '小明' });
    const given = [...codes.map((one) => ({ code: one })), { code, encrypt_data, iv }];

    const replies = await Promise.all(given.map((body) => send('login', { body: { ...body, app_id: 1 } })));

    expect(replies.map(({ body }) => body.ok)).toEqual(given.map(() => 'success'));
    expect(await logIn(openid)).toMatchObject({ user_info: { nickName: '小明' } });
  });

  it('of two apps do not touch each other', async () => {
    const openid = someone();

    const [one, two] = await Promise.all([logIn(openid, ONE), logIn(openid, TWO)]);

    expect(await auth(one, ONE)).toMatchObject({ ok: 'success' });
    expect(await auth(two, TWO)).toMatchObject({ ok: 'success' });
  });

  it('leave one skey alive in any interleaving of their requests to DynamoDB', async () => {
    await fc.assert(
      fc.asyncProperty(fc.scheduler(), fc.boolean(), async (scheduler, known) => {
        const openid = someone();
        const before = known ? [await logIn(openid)] : [];
        const kept = await interleave(scheduler, () => [logIn(openid), logIn(openid), logIn(openid)]);

        expect(await alive(kept)).toBe(1);
        expect(await alive(before)).toBe(0);
        expect(await sessionsOf(openid)).toHaveLength(1);
      }),
      { numRuns: 15 },
    );
  });
});

it('a check beside a login succeeds with the old skey or finds it dead, and the new one lives', async () => {
  await fc.assert(
    fc.asyncProperty(fc.scheduler(), async (scheduler) => {
      const openid = someone();
      const before = await logIn(openid);

      const [checked, after] = (await interleave(scheduler, () => [
        auth(before) as Promise<unknown>,
        logIn(openid),
      ])) as [{ msg: string }, Kept];

      // Session and user are read together, not at the same instant: the session can be gone by then.
      expect(['会话有效', 'skey 错误，请重新登录', '会话已过期，请重新登录']).toContain(checked.msg);
      expect(await alive([before])).toBe(0);
      expect(await alive([after])).toBe(1);
    }),
    { numRuns: 10 },
  );
});

it('one code is good for one of many logins', async () => {
  const code = await codeOf(someone());
  const body = { code, app_id: '1' };

  const replies = await Promise.all(Array.from({ length: 6 }, () => send('login', { body })));

  expect(replies.filter((reply) => reply.body.ok === 'success')).toHaveLength(1);
});
