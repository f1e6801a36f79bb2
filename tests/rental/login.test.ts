import { afterEach, describe, expect, it, vi } from 'vitest';
import { handler as loginHandler } from '../../functions/rental/login.ts';
import { scan } from '../../lib/store/store.ts';
import { apiEvent, invoke } from '../support/api.ts';
import { ask, borrower, codeOf, control, get, openRental, PHONE, post, someone } from '../support/rental.ts';

openRental();
afterEach(async () => {
  vi.useRealTimers();
  await control().clearFaults();
});

const EXCHANGE = '/sns/jscode2session';
const UUID = expect.stringMatching(/^[0-9a-f]{8}-[0-9a-f]{4}-8[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/);
const KEY = expect.stringMatching(/^[0-9a-f]{40}$/);

describe('GET /user/signup, GET /user/login', () => {
  it('make a user of whoever is none, with all that is given of the profile', async () => {
    const profile = { name: '安娜', region: '浙江, 杭州', phone: PHONE, email: 'somename@example.com' };
    const { status, body } = await get('login', { code: await codeOf(), ...profile });

    expect({ status, body }).toEqual({
      status: 200,
      body: { status: 'accepted', userid: UUID, client_session_id: KEY },
    });
    const user = body as { userid: string; client_session_id: string };
    expect(await ask(user, 'profile')).toEqual({ status: 'accepted', userid: user.userid, ...profile });
  });

  it('need nothing but a code', async () => {
    expect((await get('login', { code: await codeOf() })).body).toMatchObject({ status: 'accepted' });
  });

  it('know a user again, and begin another session each time', async () => {
    const openid = someone();
    const first = (await get('login', { code: await codeOf(openid), phone: PHONE })).body;
    const second = (await get('login', { code: await codeOf(openid) })).body;

    expect(second.userid).toBe(first.userid);
    expect(second.client_session_id).not.toBe(first.client_session_id);
    expect(await ask(first as never, 'profile')).toMatchObject({ phone: PHONE });
    expect(await ask(second as never, 'profile')).toMatchObject({ phone: PHONE });
  });

  it('change what a later signup gives of the profile, and leave the rest', async () => {
    const openid = someone();
    await get('login', { code: await codeOf(openid), phone: PHONE, name: '安娜', region: '杭州' });
    const again = (await get('login', { code: await codeOf(openid), name: '安', region: '' })).body;

    expect(await ask(again as never, 'profile')).toMatchObject({ name: '安', phone: PHONE, region: '' });
  });

  it('store no password, nor anything else that nobody asked for', async () => {
    await get('login', { code: await codeOf(), password: 'hunter2hunter2', openid: 'wrong-openid' });
    const { RENTAL_TABLE } = await import('../../lib/rental/keys.ts');

    const stored = JSON.stringify([
      ...(await scan(RENTAL_TABLE)),
      ...(await scan(process.env.SESSIONS_TABLE ?? '')),
    ]);

    expect(stored).not.toMatch(/hunter2|password|wrong-openid/);
  });

  it('sign one user in once, however often at once', async () => {
    const openid = someone();
    const codes = await Promise.all(Array.from({ length: 8 }, () => codeOf(openid)));
    const answers = await Promise.all(codes.map((code) => get('login', { code, phone: PHONE })));

    expect(answers.map(({ body }) => body.status)).toEqual(Array(8).fill('accepted'));
    expect(new Set(answers.map(({ body }) => body.userid)).size).toBe(1);
  });

  it.each([
    ['as JSON', JSON.stringify, 'application/json'],
    [
      'as a form',
      (fields: object) => String(new URLSearchParams(fields as never)),
      'application/x-www-form-urlencoded',
    ],
  ])('take their data from the body of a POST, %s', async (_, encode, type) => {
    const body = encode({ code: await codeOf(), phone: PHONE });

    expect(await invoke(loginHandler, apiEvent({ body, type }))).toMatchObject({
      status: 200,
      body: { status: 'accepted', userid: UUID },
    });
  });

  it('answer error: invalid code to a code that WeChat does not know, or knows no more', async () => {
    const used = await codeOf();
    await get('login', { code: used });

    for (const code of ['never-given', used]) {
      const { status, raw } = await get('login', { code });
      expect({ status, raw }).toEqual({ status: 200, raw: '{"status":"error: invalid code"}' });
    }
  });

  it.each([
    [-1, 'system error'],
    [45011, 'api minute-quota reach limit'],
    [40125, 'invalid appsecret'],
  ])('answer error: weixin: with what WeChat says, such as %i', async (errcode, errmsg) => {
    await control().addFault({ path: EXCHANGE, kind: 'errcode', errcode, errmsg, times: 1 });

    const { status, body } = await get('login', { code: await codeOf() });

    expect({ status, words: body.status }).toEqual({
      status: 200,
      words: expect.stringMatching(new RegExp(`^error: weixin: ${errcode} ${errmsg}`)),
    });
  });

  it.each([{ kind: 'status', status: 502 }, { kind: 'html' }, { kind: 'reset' }] as const)(
    'answer error: weixin: no answer when WeChat has none ($kind)',
    async (fault) => {
      await control().addFault({ path: EXCHANGE, ...fault });

      expect(await get('login', { code: 'x' })).toMatchObject({
        status: 200,
        raw: '{"status":"error: weixin: no answer"}',
      });
    },
  );

  it.each([
    [{}, 'code'],
    [{ code: '' }, 'code'],
    [{ code: 'x', phone: 'call me' }, 'phone'],
    [{ code: 'x', email: 'nowhere' }, 'email'],
    [{ code: 'x', name: 'x'.repeat(41) }, 'name'],
  ])('answer error: invalid request to %j', async (fields, field) => {
    const { status, body } = await get('login', fields as Record<string, string>);

    expect({ status, body }).toEqual({ status: 200, body: { status: 'error: invalid request', field } });
  });
});

describe('every request of a user', () => {
  const ROUTES = [
    ['profile', {}],
    ['status', {}],
    ['try_to_rent', { deviceID: 'x', typeID: 'x', captcha: '000' }],
    ['try_to_revert', { deviceID: 'x', itemUUID: 'x', captcha: '000' }],
    ['latest_status', {}],
    ['renting_or_reverting', {}],
  ] as const;

  it.each(ROUTES)('%s answers error: invalid request without userid or session', async (name, fields) => {
    const { userid, client_session_id } = await borrower();
    const refused = (field: string) => ({
      status: 200,
      body: { status: 'error: invalid request', field },
    });

    expect(await get(name, { ...fields, client_session_id })).toMatchObject(refused('userid'));
    expect(await get(name, { ...fields, userid })).toMatchObject(refused('client_session_id'));
  });

  it.each(ROUTES)('%s answers error: invalid userid to whoever is no user', async (name, fields) => {
    const { client_session_id } = await borrower();

    for (const userid of ['12222222', crypto.randomUUID(), "' OR 1"]) {
      const { status, raw } = await get(name, { ...fields, userid, client_session_id });
      expect({ status, raw }).toEqual({ status: 200, raw: '{"status":"error: invalid userid"}' });
    }
  });

  it.each(ROUTES)(
    "%s answers error: invalid session_id to a wrong session, or another user's",
    async (name, fields) => {
      const { userid } = await borrower();
      const other = await borrower();

      for (const client_session_id of ['someclientsessionid', 'f'.repeat(40), other.client_session_id]) {
        const { status, raw } = await get(name, { ...fields, userid, client_session_id });
        expect({ status, raw }).toEqual({ status: 200, raw: '{"status":"error: invalid session_id"}' });
      }
    },
  );

  it('may name the session in a header instead', async () => {
    const { userid, client_session_id } = await borrower();
    const headers = { 'x-client-session-id': client_session_id };

    expect((await get('profile', { userid }, { headers })).body).toMatchObject({
      status: 'accepted',
      userid,
    });
  });

  it('is refused after a week without use, and after 30 days in any case', async () => {
    const [idle, busy] = [await borrower(), await borrower()];
    const start = Date.now();
    const day = 86_400_000;
    vi.useFakeTimers({ toFake: ['Date'] });

    for (let days = 6; days < 30; days += 6) {
      vi.setSystemTime(start + days * day);
      expect(await ask(busy, 'profile')).toMatchObject({ status: 'accepted' });
    }
    expect(await ask(idle, 'profile')).toEqual({ status: 'error: invalid session_id' });
    vi.setSystemTime(start + 30 * day + 1_000);
    expect(await ask(busy, 'profile')).toEqual({ status: 'error: invalid session_id' });
  });

  it('has nothing from a session of another service', async () => {
    const { userid } = await borrower();
    const { createSession } = await import('../../lib/session/session.ts');
    const role = { userid };
    const policy = { idle: 60, absolute: 60 };
    const key = await createSession({ service: 'callme', app: '4', openid: 'x', role, policy });

    expect(await ask({ userid, client_session_id: key }, 'profile')).toEqual({
      status: 'error: invalid session_id',
    });
  });
});

describe('GET /user/profile', () => {
  it('shows what was never given as empty texts', async () => {
    const user = await borrower({});

    expect(await ask(user, 'profile')).toEqual({
      status: 'accepted',
      userid: user.userid,
      name: '',
      region: '',
      phone: '',
      email: '',
    });
  });
});

describe('POST /user/profile', () => {
  it('changes what is given, and an empty text takes away what was there', async () => {
    const user = await borrower({ phone: PHONE, name: '安娜' });
    const change = { phone: '+86 010 832-32123', email: 'mail@example.com', name: '' };
    const answer = { status: 'accepted', userid: user.userid, ...change, region: '' };

    expect((await post('profile_change', { ...user, ...change })).body).toEqual(answer);
    expect((await post('profile_change', { ...user })).body).toEqual(answer);
    expect(await ask(user, 'profile')).toEqual(answer);
  });

  it.each([
    ['phone', ['12', 'abcdefg', '+86 <script>', '1'.repeat(21), '--------']],
    ['email', ['x', 'a@b', 'a b@c.d', '@c.d']],
    ['region', ['x'.repeat(101)]],
    ['name', [7]],
  ])('answers error: invalid request to a %s that is none', async (field, values) => {
    const user = await borrower();

    for (const value of values) {
      expect(await post('profile_change', { ...user, [field]: value })).toMatchObject({
        status: 200,
        body: { status: 'error: invalid request', field },
      });
    }
    expect(await ask(user, 'profile')).toMatchObject({ phone: PHONE, email: '' });
  });

  it('answers a body that cannot be read with 400', async () => {
    const { handler } = await import('../../functions/rental/profile_change.ts');

    expect(await invoke(handler, apiEvent({ body: '{"userid":' }))).toMatchObject({
      status: 400,
      body: { status: 'error: invalid request' },
    });
  });
});
