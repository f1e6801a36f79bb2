import fc from 'fast-check';
import { beforeAll, expect, it, vi } from 'vitest';
import { endSessions } from '../../lib/mina/skeys.ts';
import { uuidOfUser } from '../../lib/mina/users.ts';
import { SessionModel, type Ticket } from './session-model.ts';
import {
  type App,
  auth,
  codeOf,
  consent,
  control,
  DAY,
  headers,
  type Kept,
  logOut,
  openMina,
  send,
  someone,
} from './support.ts';

openMina();

type AppId = 'short' | 'long';
type Operation =
  | { kind: 'login'; app: AppId; user: number; name: string | null }
  | { kind: 'auth' | 'skey alone' | 'logout'; login: number; app: AppId }
  | { kind: 'operator'; user: number; app: AppId }
  | { kind: 'wait'; seconds: number };

const START = Date.parse('2026-11-20T04:00:00Z');
const APPS: Record<AppId, App & { loginDuration: number; sessionDuration: number }> = {
  short: { id: 'short', appid: 'wx-short', secret: 's', loginDuration: 1, sessionDuration: 100 },
  long: { id: 'long', appid: 'wx-long', secret: 's', loginDuration: 2, sessionDuration: DAY },
};

beforeAll(async () => {
  const { putApp } = await import('../../lib/wechat/apps.ts');
  for (const app of Object.values(APPS)) {
    await control().addApp(app);
    await putApp(app);
  }
});

const logIn = async (app: AppId, openid: string, name: string | null): Promise<Kept> => {
  const given =
    name === null
      ? { code: await codeOf(openid, APPS[app]) }
      : await consent(openid, APPS[app], { nickName: name });
  const { code, encryptedData, iv } = { encryptedData: '', iv: '', ...given };
  const { body } = await send('login', { body: { code, encrypt_data: encryptedData, iv, app_id: app } });
  return body.data as Kept;
};

/** Checks a session, and says what came of it as the model does. */
const check = async (kept: Kept, id: string) => {
  const { ok, msg, data } = await auth(kept, { id });
  if (ok === 'fail') return msg;
  const { user_info } = data as { user_info: { nickName: string } | null };
  return { name: user_info?.nickName ?? null };
};

/** Whether a skey alone is good. */
const isAlive = async ({ skey }: Kept, app_id: string): Promise<boolean> => {
  const names = headers({ 'X-WX-Skey': skey });
  return (await send('wafer2_user', { method: 'GET', ...names, query: { app_id } })).status === 200;
};

type Asked = Extract<Operation, { login: number }>;

const answerOf = async ({ kind, app }: Asked, kept: Kept) => {
  if (kind === 'auth') return check(kept, app);
  if (kind === 'skey alone') return isAlive(kept, app);
  const { ok, msg } = await logOut(kept, { id: app });
  return ok === 'success' ? undefined : msg;
};

const modelled = (model: SessionModel, { kind, app }: Asked, ticket: Ticket) => {
  if (kind === 'logout') return model.logOut(ticket, app);
  const answer = model.auth(ticket, app);
  return kind === 'auth' ? answer : typeof answer !== 'string';
};

const app = fc.constantFrom<AppId>('short', 'short', 'short', 'long');
const user = fc.constantFrom(0, 0, 0, 1);
/** The how-manieth login before the latest: what a minute decides are the last ones. */
const recent = fc.constantFrom(0, 0, 1, 1, 1, 2, 2, 5);
const operation: fc.Arbitrary<Operation> = fc.oneof(
  fc.record({
    kind: fc.constant('login' as const),
    app,
    user,
    name: fc.constantFrom(null, '小明', '小红'),
  }),
  {
    weight: 2,
    arbitrary: fc.record({
      kind: fc.constantFrom('auth' as const, 'auth' as const, 'skey alone' as const),
      login: recent,
      app,
    }),
  },
  {
    weight: 2,
    arbitrary: fc.record({
      kind: fc.constant('wait' as const),
      seconds: fc.constantFrom(1, 10, 10, 40, 50, 50, 59, 60, 90, 99, 100, DAY - 1, DAY),
    }),
  },
  fc.oneof(
    fc.record({ kind: fc.constant('logout' as const), login: recent, app }),
    fc.record({ kind: fc.constant('operator' as const), user, app }),
  ),
);

it('answers any sequence of logins, checks, logouts and waits in two apps as the model does', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(operation, { minLength: 5, maxLength: 40 }), async (operations) => {
      vi.useFakeTimers({ toFake: ['Date'], now: START });
      const model = new SessionModel(APPS);
      const users = [someone(), someone()] as [string, string];
      const logins: { ticket: Ticket; kept: Kept }[] = [];
      const uuids = new Map<string, string>();

      for (const one of operations) {
        if (one.kind === 'wait') {
          model.now += one.seconds;
          vi.setSystemTime(START + model.now * 1_000);
        } else if (one.kind === 'login') {
          const openid = users[one.user] as string;
          const ticket = model.logIn(one.app, openid, one.name);
          const kept = await logIn(one.app, openid, one.name);
          logins.push({ ticket, kept });
          const user = `${one.app}#${openid}`;
          expect(kept.uuid).toBe(uuids.get(user) ?? kept.uuid);
          uuids.set(user, kept.uuid);
        } else if (one.kind === 'operator') {
          const openid = users[one.user] as string;
          model.end({ app: one.app, user: openid });
          await endSessions(uuidOfUser(one.app, openid));
        } else if (logins.length > 0) {
          const { ticket, kept } = logins.at(-1 - (one.login % logins.length)) as (typeof logins)[number];
          expect([one, await answerOf(one, kept)]).toEqual([one, modelled(model, one, ticket)]);
        }
      }
      expect(new Set(uuids.values()).size).toBe(uuids.size);
    }),
    { numRuns: 30 },
  );
});
