import fc from 'fast-check';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { attemptKey } from '../../lib/h5/keys.ts';
import { scan, write } from '../../lib/store/store.ts';
import {
  anew,
  ask,
  beginLogin,
  comeBack,
  consent,
  control,
  type H5Reply,
  isLoggedIn,
  later,
  logIn,
  openAccount,
  PAGE,
  sentence,
  sessionOf,
  someone,
} from '../support/h5.ts';
import { interleave } from '../support/interleave.ts';

openAccount();
afterEach(async () => {
  vi.useRealTimers();
  await control().clearFaults();
});

const EXCHANGE = '/sns/oauth2/access_token';

/** How often WeChat was asked whose code it is. */
const exchanges = async () => (await control().calls()).filter(({ path }) => path === EXCHANGE).length;

/** A browser that has agreed on WeChat's page, and has not come back yet. */
const agreed = async (openid = someone()) => {
  const underway = await beginLogin();
  return { sid: underway.sid, openid, query: await consent(underway, openid), underway };
};

describe('a callback that is asked twice at once', () => {
  it('asks WeChat once, and both get the same sid, whichever is the quicker', async () => {
    await fc.assert(
      fc.asyncProperty(fc.scheduler(), fc.integer({ min: 2, max: 4 }), async (scheduler, times) => {
        const { sid, query, openid } = await agreed();
        const before = await exchanges();

        const replies = await interleave(scheduler, () =>
          Array.from({ length: times }, () => comeBack(query, sid)),
        );

        expect(await exchanges()).toBe(before + 1);
        expect(replies.map(({ status }) => status)).toEqual(Array(times).fill(302));
        expect(new Set(replies.map((reply) => reply.sid)).size).toBe(1);
        expect(await sessionOf(replies[0]?.sid)).toMatchObject({ openid });
      }),
      { numRuns: 8 },
    );
  });

  it('waits for a slow WeChat, and is answered like the one that asks it', async () => {
    const { sid, query } = await agreed();
    await control().addFault({ path: EXCHANGE, kind: 'slow', ms: 700, times: 1 });

    const [one, other] = await Promise.all([comeBack(query, sid), comeBack(query, sid)]);

    expect(other).toMatchObject({ status: 302, sid: one.sid });
  });

  it.each([
    ['WeChat fails', {}, { raw: expect.stringContaining('60000') }],
    ['the code is bad', { code: 'never-given' }, anew()],
  ])('is answered the same when %s', async (_, brought, answer) => {
    const { sid, query } = await agreed();
    await control().addFault({ path: EXCHANGE, kind: 'slow', ms: 400 });
    await control().addFault({ path: '/sns/userinfo', kind: 'errcode', errcode: -1 });
    const before = await exchanges();
    const again = { ...query, ...brought };

    const replies = await Promise.all([comeBack(again, sid), comeBack(again, sid)]);

    expect(replies).toMatchObject([answer, answer]);
    expect(await exchanges()).toBe(before + 1);
  });
});

describe('a callback that is asked again', () => {
  it('is answered with the same sid for 60 seconds, when the answer was lost', async () => {
    const { sid, query } = await agreed();
    const first = await comeBack(query, sid);
    const before = await exchanges();

    later(58);
    const second = await comeBack(query, sid);

    expect(second).toMatchObject({ status: 302, sid: first.sid });
    expect(await exchanges()).toBe(before);
    expect(await isLoggedIn(second.sid)).toBe(true);
    later(120);
    expect(await comeBack(query, sid)).toMatchObject(anew());
  });

  it('goes on as it is when the answer had arrived, hours later too, without asking WeChat', async () => {
    const { sid: old, query } = await agreed();
    const { sid } = await comeBack(query, old);
    const before = await exchanges();

    expect(await comeBack(query, sid)).toMatchObject({ status: 302, sid });
    later(3 * 3_600);
    expect(await comeBack(query, sid)).toMatchObject({ status: 302, sid });
    expect(await exchanges()).toBe(before);
  });

  it('begins the login again when the session that it had given has ended', async () => {
    const { sid: old, query, openid } = await agreed();
    const { sid } = await comeBack(query, old);
    const next = await beginLogin({ sid: sid as string });
    await comeBack(await consent(next, openid), sid);

    expect(await comeBack(query, old)).toMatchObject(anew());
  });

  it('leaves nothing in the tables that gives the sid', async () => {
    const { sid: old, query } = await agreed();
    const { sid } = await comeBack(query, old);
    const { H5_TABLE, SESSIONS_TABLE } = process.env as Record<string, string>;
    const all = JSON.stringify([await scan(H5_TABLE as string), await scan(SESSIONS_TABLE as string)]);

    expect([sid, old, query.code].filter((secret) => all.includes(secret as string))).toEqual([]);
  });

  it('with another code of WeChat’s logs in, when the first was no good', async () => {
    const { sid, query, underway } = await agreed();
    await control().addFault({ path: EXCHANGE, kind: 'errcode', errcode: -1, times: 1 });
    await comeBack(query, sid);

    expect(await comeBack(await consent(underway, someone()), sid)).toMatchObject({
      status: 302,
      sid: expect.stringMatching(/^[0-9a-f]{40}$/),
    });
  });

  it('does not wait for one that died while it asked WeChat', async () => {
    const { sid, query, underway } = await agreed();
    const second = await consent(underway, someone());
    const { sha256 } = await import('../../lib/hash.ts');
    await write({
      update: attemptKey(query.state as string),
      set: { claim: 'gone', askedAt: Math.floor(Date.now() / 1000) - 31, code: sha256(query.code as string) },
    });

    expect(await comeBack(query, sid)).toMatchObject(anew());
    expect(await comeBack(second, sid)).toMatchObject({ status: 302, cookies: [expect.any(String)] });
  });
});

describe('a login that begins again', () => {
  it.each<[string, (query: Record<string, string>) => Record<string, string>]>([
    ['an unknown state', (query) => ({ ...query, state: 'f'.repeat(40) })],
    ['a state without form', (query) => ({ ...query, state: '%'.repeat(3_000) })],
    ['no state', ({ state: _, ...query }) => query],
    ['an empty state', (query) => ({ ...query, state: '' })],
    ['nothing but the page', ({ redirect }) => ({ redirect: redirect as string })],
    ['a code that is no good', (query) => ({ ...query, code: 'never-given' })],
  ])('does so for %s', async (_, spoilt) => {
    const { sid, query } = await agreed();

    expect(await comeBack(spoilt(query), sid)).toMatchObject(anew());
    const user = await logIn();
    expect(await comeBack(spoilt({ ...query, state: 'e'.repeat(40) }), user)).toMatchObject(anew());
    expect(await isLoggedIn(user)).toBe(true);
  });

  it.each([undefined, '', 'x', 'f'.repeat(40)])(
    'does so for the cookie %s, which is nobody’s',
    async (sid) => {
      const { query } = await agreed();

      expect(await comeBack(query, sid)).toMatchObject(anew());
    },
  );

  it('does so for an attempt that is ten minutes old, while DynamoDB still has it', async () => {
    const underway = await beginLogin();
    later(600);
    const query = await consent(underway, someone());

    expect(await comeBack(query, underway.sid)).toMatchObject(anew());
  });

  it('leads to the page in the end', async () => {
    const { query, openid } = await agreed();
    const { location } = await comeBack(query, undefined);
    const { searchParams } = new URL(location ?? '');
    const reply = await ask('oauth', { query: Object.fromEntries(searchParams) });
    const page = new URL(reply.location ?? '');
    const state = page.searchParams.get('state') as string;
    const back = await consent({ sid: reply.sid as string, page, state }, openid);

    expect(back).toMatchObject({ again: '1' });
    expect(await comeBack(back, reply.sid)).toMatchObject({
      location: expect.stringMatching(
        /^https:\/\/h5\.example\.com\/app\/reports\?tab=1&random=[0-9a-f]{16}$/,
      ),
    });
  });

  it('does so twice at most', async () => {
    const { query } = await agreed();
    const stale = sentence(/^登录请求无效或已过期/);

    expect(await comeBack({ ...query, again: '1' }, undefined)).toMatchObject(anew(2));
    for (const again of ['2', '3', '9'])
      expect(await comeBack({ ...query, again }, undefined)).toMatchObject(stale);
    for (const again of ['', 'x', '-1', '1e9'])
      expect(await comeBack({ ...query, again }, undefined)).toMatchObject(anew());
    expect(await comeBack({ ...query, redirect: 'https://evil.com/' }, undefined)).toMatchObject(
      sentence(/^参数 redirect/),
    );
  });
});

describe('two tabs of a browser', () => {
  /** Two logins that a browser begins, the second with the cookie of the first. */
  const twoTabs = async (cookie?: string) => {
    const openid = someone();
    const one = await beginLogin({ sid: cookie });
    const two = await beginLogin({ sid: one.sid });
    return { one, two, queries: [await consent(one, openid), await consent(two, openid)] as const, openid };
  };

  it.each(['no session', 'a session'])('both arrive, one after the other, with %s before', async (before) => {
    const { one, two, queries, openid } = await twoTabs(before === 'a session' ? await logIn() : undefined);
    expect(two.sid).toBe(one.sid);

    const first = await comeBack(queries[1], one.sid);
    const second = await comeBack(queries[0], first.sid);

    expect([first, second]).toMatchObject([{ status: 302 }, { status: 302, sid: first.sid }]);
    expect(await sessionOf(second.sid)).toMatchObject({ openid });
  });

  /** What a browser keeps of the cookies that it is told, the last of each name. */
  const kept = (...replies: H5Reply[]): string[] => {
    const pairs = replies.flatMap(({ cookies }) => cookies.map((cookie) => cookie.split(';')[0] as string));
    return [...new Map(pairs.map((pair) => [pair.split('=')[0], pair])).values()];
  };

  it.each([
    ['the first first', 0, 1],
    ['the second first', 1, 0],
  ])('both arrive that begin at the same moment without a cookie, %s', async (_, sooner, later) => {
    const openid = someone();
    const begun = await Promise.all([0, 1].map(() => ask('oauth', { query: { redirect: PAGE } })));
    const queries = await Promise.all(
      begun.map(async ({ sid, location }) => {
        const page = new URL(location ?? '');
        const state = page.searchParams.get('state') as string;
        return consent({ sid: sid as string, page, state }, openid);
      }),
    );
    const back = (tab: number, cookies: string[]) =>
      ask('oauth_callback', { query: queries[tab] as Record<string, string>, cookies });
    expect(begun[0]?.sid).not.toBe(begun[1]?.sid);

    const first = await back(sooner, kept(...begun));
    const second = await back(later, kept(...begun, first));
    const repeated = await back(later, kept(...begun, first));

    expect([first, second, repeated]).toMatchObject([
      { status: 302, location: expect.stringContaining(PAGE) },
      { status: 302, location: expect.stringContaining(PAGE) },
      { sid: second.sid },
    ]);
    for (const { sid } of [first, second]) expect(await sessionOf(sid)).toMatchObject({ openid });
    expect(await back(sooner, kept(...begun, first, second))).toMatchObject({ status: 302 });
  });

  it('what one was begun with is told to callbacks alone, for ten minutes, and only where there was no cookie', async () => {
    const begun = await ask('oauth', { query: { redirect: PAGE } });
    const again = await ask('oauth', { query: { redirect: PAGE }, sid: begun.sid });

    expect(begun.cookies).toEqual([
      `sid=${begun.sid}; Path=/; HttpOnly; Secure; SameSite=Lax`,
      expect.stringMatching(
        new RegExp(
          `^sid-[0-9a-f]{8}=${begun.sid}; Max-Age=600; Path=/wx/oauth; HttpOnly; Secure; SameSite=Lax$`,
        ),
      ),
    ]);
    expect(again.cookies).toHaveLength(1);
  });

  it('both arrive at once', async () => {
    const { one, queries } = await twoTabs();

    const replies = await Promise.all(queries.map((query) => comeBack(query, one.sid)));

    for (const { sid } of replies) expect(await isLoggedIn(sid)).toBe(true);
  });
});

it('nobody is logged in twice by one code of WeChat’s', async () => {
  const { sid, query } = await agreed();
  await comeBack(query, sid);
  const other = await beginLogin();

  expect(await comeBack({ ...query, state: other.state }, other.sid)).toMatchObject(anew());
  expect(await isLoggedIn(other.sid)).toBe(false);
});
