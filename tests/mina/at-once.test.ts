import fc from 'fast-check';
import { beforeEach, describe, expect, it, vi } from 'vitest';
import { endSession, sessionId } from '../../lib/session/session.ts';
import { scan } from '../../lib/store/store.ts';
import { interleave } from '../support/interleave.ts';
import {
  auth,
  codeOf,
  consent,
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

const alive = async (kept: Kept[]): Promise<number> =>
  (await Promise.all(kept.map((one) => auth(one)))).filter(({ ok }) => ok === 'success').length;
const sessionsOf = async (openid: string) =>
  (await scan(process.env.SESSIONS_TABLE as string)).filter((item) => item.openid === openid);
const logInOften = (openid: string, many: number) =>
  Promise.all(Array.from({ length: many }, () => logIn(openid)));
/** Lets so many seconds go by from when the test stopped the clock. */
const later = (seconds: number) => vi.setSystemTime(START + seconds * 1_000);

const START = Date.parse('2026-11-20T04:00:00Z');
beforeEach(() => void vi.useFakeTimers({ toFake: ['Date'], now: START }));

describe('logins of one user at once', () => {
  it.each([2, 10])('%i first ones agree on the uuid; all skeys live for a minute, then one', async (many) => {
    const openid = someone();

    const kept = await logInOften(openid, many);

    expect(new Set(kept.map(({ uuid }) => uuid)).size).toBe(1);
    expect(new Set(kept.map(({ skey }) => skey)).size).toBe(many);
    expect(await alive(kept)).toBe(many);
    later(59);
    expect(await alive(kept)).toBe(many);
    later(60);
    expect(await alive(kept)).toBe(1);
    expect(await sessionsOf(openid)).toHaveLength(1);
  });

  it('leave the skey before its minute, and no more', async () => {
    const openid = someone();
    const before = await logIn(openid);
    later(1_000);

    const kept = await logInOften(openid, 6);

    expect(await alive([before, ...kept])).toBe(7);
    later(1_060);
    expect(await alive([before])).toBe(0);
    expect(await alive(kept)).toBe(1);
  });

  it('succeed when the session before has ended, whether or not DynamoDB has deleted it', async () => {
    const [openid, other] = [someone(), someone()];
    const [{ skey }] = [await logIn(openid, TWO), await logIn(other, TWO)];
    later(TWO.sessionDuration);
    await endSession({ id: sessionId(skey) });

    for (const user of [openid, other]) {
      const kept = await Promise.all(Array.from({ length: 5 }, () => logIn(user, TWO)));
      const checked = await Promise.all(kept.map((one) => auth(one, TWO)));
      expect(checked.map(({ ok }) => ok)).toEqual(kept.map(() => 'success'));
    }
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

  it('end one after the other in any interleaving of their requests to DynamoDB', async () => {
    await fc.assert(
      fc.asyncProperty(fc.scheduler(), fc.boolean(), async (scheduler, known) => {
        later(0);
        const openid = someone();
        const before = known ? [await logIn(openid)] : [];
        const kept = await interleave(scheduler, () => [logIn(openid), logIn(openid), logIn(openid)]);

        expect(await alive([...before, ...kept])).toBe(before.length + 3);
        later(60);
        expect(await alive(before)).toBe(0);
        expect(await alive(kept)).toBe(1);
        expect(await sessionsOf(openid)).toHaveLength(1);
      }),
      { numRuns: 15 },
    );
  });

  it('and a logout: none of an earlier login lives, in any interleaving', async () => {
    await fc.assert(
      fc.asyncProperty(fc.scheduler(), async (scheduler) => {
        const openid = someone();
        const [former, newest] = [await logIn(openid), await logIn(openid)];

        const [reply, ...kept] = await interleave<unknown>(scheduler, () => [
          logOut(former),
          logIn(openid),
          logIn(openid),
        ]);

        expect(reply).toMatchObject({ ok: 'success' });
        expect(await alive([former, newest])).toBe(0);
        // The logout came before both, between them, or after both.
        expect(await sessionsOf(openid)).toHaveLength(await alive(kept as Kept[]));
        expect(await alive([await logIn(openid)])).toBe(1);
      }),
      { numRuns: 15 },
    );
  });
});

it('a check beside a login succeeds, with the old skey and with the new one', async () => {
  await fc.assert(
    fc.asyncProperty(fc.scheduler(), async (scheduler) => {
      const openid = someone();
      const before = await logIn(openid);

      const [checked, after] = await interleave<unknown>(scheduler, () => [auth(before), logIn(openid)]);

      expect(checked).toMatchObject({ ok: 'success' });
      expect(await alive([before, after as Kept])).toBe(2);
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
