import { createHash } from 'node:crypto';
import { GetCommand } from '@aws-sdk/lib-dynamodb';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { setting } from '../../../lib/env.ts';
import {
  changeRole,
  createSession,
  ended,
  endingBy,
  endSession,
  findSession,
  findSessions,
  isSessionKey,
  keepAlive,
  type Session,
} from '../../../lib/session/session.ts';
import { documents } from '../../../lib/store/dynamodb.ts';
import { type Key, scan, transact, write } from '../../../lib/store/store.ts';
import { countRequests } from '../between.ts';

const START = Date.parse('2026-11-20T04:00:00Z');
const NOW = START / 1000;
const POLICY = { idle: 600, absolute: 2_000 };
const ALICE = { openid: 'openid-alice', session_key: 'wechat-key-of-alice', unionid: 'union-alice' };

beforeEach(() => void vi.useFakeTimers({ toFake: ['Date'], now: START }));
afterEach(() => void vi.useRealTimers());

const later = (seconds: number) => vi.setSystemTime(START + seconds * 1_000);
const logIn = (role: unknown = {}, policy = POLICY) =>
  createSession({ service: 'callme', app: '1', ...ALICE, role, policy });
const find = async (sessionKey: string) => (await findSession('callme', sessionKey)).session;
const living = async (sessionKey: string): Promise<Session> => {
  const session = await find(sessionKey);
  if (!session) throw new Error('The session is gone');
  return session;
};
const sha256 = (text: string) => createHash('sha256').update(text).digest('hex');
/** What the table holds of a session, expired or not. */
const stored = async (sessionKey: string) => {
  const Key = { pk: sha256(sessionKey) };
  const get = new GetCommand({ TableName: setting('SESSIONS_TABLE'), Key, ConsistentRead: true });
  return (await documents.send(get)).Item;
};

describe('createSession', () => {
  it('gives a key of 40 hex digits', async () => {
    const sessionKey = await logIn();

    expect(sessionKey).toMatch(/^[0-9a-f]{40}$/);
    expect(isSessionKey(sessionKey)).toBe(true);
  });

  it('stores under the key’s SHA-256, and the key nowhere', async () => {
    const sessionKey = await logIn({ seller: 1 });

    expect(await stored(sessionKey)).toEqual({
      pk: sha256(sessionKey),
      service: 'callme',
      app: '1',
      ...ALICE,
      role: { seller: 1 },
      createdAt: NOW,
      lastSeenAt: NOW,
      expiresAt: NOW + POLICY.idle,
      policy: POLICY,
    });
    expect(JSON.stringify(await scan(setting('SESSIONS_TABLE')))).not.toContain(sessionKey);
  });

  it('never derives the key from the user: two logins differ, and both live', async () => {
    const keys = await Promise.all(Array.from({ length: 20 }, () => logIn()));

    expect(new Set(keys).size).toBe(20);
    expect((await Promise.all(keys.map(find))).every((session) => session?.openid === ALICE.openid)).toBe(
      true,
    );
    const material = Object.values(ALICE).flatMap((value) => [value, `1${value}`, `1#${value}`]);
    for (const text of material) {
      for (const algorithm of ['sha1', 'sha256', 'md5'])
        expect(keys).not.toContain(createHash(algorithm).update(text).digest('hex').slice(0, 40));
    }
  });

  it('does without a unionid', async () => {
    const { openid, session_key } = ALICE;
    const sessionKey = await createSession({
      service: 'callme',
      app: '1',
      openid,
      session_key,
      role: {},
      policy: POLICY,
    });

    expect(await stored(sessionKey)).not.toHaveProperty('unionid');
  });

  it('ends a session with its absolute time where that is shorter than its idle time', async () => {
    const sessionKey = await logIn({}, { idle: 600, absolute: 60 });

    later(59);
    expect(await find(sessionKey)).toBeDefined();
    later(60);
    expect(await find(sessionKey)).toBeUndefined();
  });
});

describe('findSession', () => {
  it('knows a session only as one of the service that began it', async () => {
    const sessionKey = await logIn();

    expect((await findSession('mina', sessionKey)).session).toBeUndefined();
    expect((await findSession('callme', sessionKey)).session).toMatchObject(ALICE);
  });

  it('finds who it is, in one request together with other items in their order', async () => {
    const sessionKey = await logIn({ admin: true });
    const item: Key = { table: setting('CALLME_TABLE'), pk: 'alongside', sk: 'a' };
    await write({ put: item, item: { n: 1 } });

    let found: Awaited<ReturnType<typeof findSession>> | undefined;
    const requests = await countRequests(async () => {
      found = await findSession('callme', sessionKey, { alongside: [{ ...item, sk: 'none' }, item] });
    });

    expect(requests).toEqual({ BatchGetItem: 1 });
    expect(found?.session).toMatchObject({
      id: sha256(sessionKey),
      ...ALICE,
      app: '1',
      role: { admin: true },
    });
    expect(found?.items).toEqual([undefined, { pk: 'alongside', sk: 'a', n: 1 }]);
  });

  it('reads the other items also when there is no session', async () => {
    const item: Key = { table: setting('CALLME_TABLE'), pk: 'alongside', sk: 'b' };
    await write({ put: item, item: { n: 2 } });

    const { session, items } = await findSession('callme', '0'.repeat(40), {
      alongside: [item],
      quick: true,
    });

    expect(session).toBeUndefined();
    expect(items[0]?.n).toBe(2);
  });

  it('does not take the SHA-256 of a key for the key: whoever reads the table holds no session', async () => {
    const sessionKey = await logIn();

    expect(await find(sha256(sessionKey))).toBeUndefined();
  });

  it('finds no session that idled, while DynamoDB still has it', async () => {
    const sessionKey = await logIn();

    later(POLICY.idle - 0.001);
    expect(await find(sessionKey)).toBeDefined();
    later(POLICY.idle);
    expect(await find(sessionKey)).toBeUndefined();
    expect((await findSession('callme', sessionKey, { quick: true })).session).toBeUndefined();
    expect(await stored(sessionKey)).toBeDefined();
  });
});

describe('isSessionKey', () => {
  it.each([
    '',
    'f'.repeat(39),
    'f'.repeat(41),
    'F'.repeat(40),
    `${'f'.repeat(40)}\n`,
    ` ${'f'.repeat(39)}`,
    'g'.repeat(40),
    ['f'.repeat(40)],
    Number('1'.repeat(40)),
    null,
    undefined,
    {},
  ])('refuses %j', (value) => {
    expect(isSessionKey(value)).toBe(false);
  });
});

describe('keepAlive', () => {
  it('writes once per tenth of the idle time, however often the session is used', async () => {
    const sessionKey = await logIn();
    const use = async () => keepAlive(await living(sessionKey));
    const writes = async (at: number) => {
      later(at);
      const { UpdateItem = 0 } = await countRequests(async () => {
        for (let i = 0; i < 5; i += 1) await use();
      });
      return UpdateItem;
    };

    expect([await writes(0), await writes(59), await writes(60), await writes(61)]).toEqual([0, 0, 1, 0]);
    expect([await writes(119), await writes(120), await writes(300)]).toEqual([0, 1, 1]);
  });

  it('lets a session live an idle time from its last recorded use', async () => {
    const sessionKey = await logIn();

    later(500);
    await keepAlive(await living(sessionKey));
    expect(await stored(sessionKey)).toMatchObject({ lastSeenAt: NOW + 500, expiresAt: NOW + 1_100 });

    later(1_099);
    expect(await find(sessionKey)).toBeDefined();
    later(1_100);
    expect(await find(sessionKey)).toBeUndefined();
  });

  it('never lets it live beyond its absolute time', async () => {
    const sessionKey = await logIn();

    for (const at of [500, 1_000, 1_500, 1_999]) {
      later(at);
      await keepAlive(await living(sessionKey));
    }

    expect(await stored(sessionKey)).toMatchObject({ expiresAt: NOW + POLICY.absolute });
    later(POLICY.absolute);
    expect(await find(sessionKey)).toBeUndefined();
  });

  it('never revives a session that has ended meanwhile', async () => {
    const sessionKey = await logIn();
    const session = await living(sessionKey);
    await endSession(session);

    later(100);
    await keepAlive(session);

    expect(await stored(sessionKey)).toBeUndefined();
  });

  it('never revives a session that has expired meanwhile, while DynamoDB still has it', async () => {
    const sessionKey = await logIn();
    const session = await living(sessionKey);

    later(POLICY.idle);
    await keepAlive(session);

    expect(await stored(sessionKey)).toMatchObject({ expiresAt: NOW + POLICY.idle });
    expect(await find(sessionKey)).toBeUndefined();
  });
});

describe('endSession', () => {
  it('ends this session, and no other of the same user', async () => {
    const [one, other] = [await logIn(), await logIn()];

    await endSession(await living(one));

    expect(await find(one)).toBeUndefined();
    expect(await find(other)).toBeDefined();
  });

  it('may be repeated', async () => {
    const session = await living(await logIn());

    await endSession(session);
    await expect(endSession(session)).resolves.toBeUndefined();
  });
});

describe('endingBy', () => {
  it('ends a session then, however much it is used, and never later than by itself', async () => {
    const [long, short] = [await logIn(), await logIn({}, { idle: 50, absolute: 2_000 })];
    const [first, second] = [await living(long), await living(short)];
    await write(endingBy(first.id, NOW + 60, first.expiresAt));
    await write(endingBy(second.id, NOW + 60, second.expiresAt));

    expect(await stored(long)).toMatchObject({ expiresAt: NOW + 60 });
    expect(await stored(short)).toMatchObject({ expiresAt: NOW + 50 });
    later(49);
    await keepAlive(await living(short));
    later(59);
    expect([await find(long), await find(short)]).not.toContain(undefined);
    // Whoever found it before it was shortened may still note a use.
    later(60);
    await keepAlive(first);
    expect([await find(long), await find(short)]).toEqual([undefined, undefined]);
  });

  it('fails on a session that has ended', async () => {
    const { id } = await living(await logIn());
    await endSession({ id });

    expect(await write(endingBy(id, NOW + 60, NOW + 600))).toEqual({ ok: false, old: undefined });
  });
});

describe('ended', () => {
  it('holds of a session that is gone or has expired, and clears it away', async () => {
    const sessionKey = await logIn();
    const { id } = await living(sessionKey);

    expect(await write(ended(id))).toMatchObject({ ok: false });
    later(POLICY.idle);
    expect(await write(ended(id))).toMatchObject({ ok: true });
    expect(await stored(sessionKey)).toBeUndefined();
    expect(await write(ended(id))).toMatchObject({ ok: true });
  });
});

describe('findSessions', () => {
  it('finds those of the service that live, in their order, with other items in one request', async () => {
    const [one, gone, other] = [await living(await logIn()), await living(await logIn()), 'never'];
    await endSession(gone);
    const item = { table: setting('CALLME_TABLE'), pk: 'beside', sk: 'x' };
    await write({ put: item, item: { here: true } });
    const ids = [other, gone.id, one.id];

    expect(
      await countRequests(async () => {
        const { sessions, items } = await findSessions('callme', ids, { alongside: [item] });
        expect(sessions).toEqual([undefined, undefined, one]);
        expect(items).toMatchObject([{ here: true }]);
      }),
    ).toEqual({ BatchGetItem: 1 });
    expect((await findSessions('mina', ids)).sessions).toEqual([undefined, undefined, undefined]);
  });
});

describe('changeRole', () => {
  const elsewhere: Key = { table: setting('CALLME_TABLE'), pk: 'role', sk: 'x' };

  it('changes the role, and nothing else, with the transaction that earns it', async () => {
    const sessionKey = await logIn({ seller: 1 });
    const before = await stored(sessionKey);

    const written = await transact([
      { put: elsewhere, item: {} },
      changeRole(await living(sessionKey), { seller: 2, admin: true }),
    ]);

    expect(written.every(({ ok }) => ok)).toBe(true);
    expect(await stored(sessionKey)).toEqual({ ...before, role: { seller: 2, admin: true } });
  });

  it('fails on a session that has ended, and with it the transaction', async () => {
    const sessionKey = await logIn();
    const session = await living(sessionKey);
    await endSession(session);

    const written = await transact([{ update: elsewhere, set: { touched: true } }, changeRole(session, {})]);

    expect(written.map(({ ok }) => ok)).toEqual([true, false]);
    expect(await stored(sessionKey)).toBeUndefined();
    expect(JSON.stringify(await scan(elsewhere.table))).not.toContain('touched');
  });

  it('fails on a session that has expired, while DynamoDB still has it', async () => {
    const sessionKey = await logIn();
    const session = await living(sessionKey);
    later(POLICY.idle);

    expect(await write(changeRole(session, { admin: true }))).toEqual({ ok: false, old: undefined });
    expect(await stored(sessionKey)).toMatchObject({ role: {} });
  });
});
