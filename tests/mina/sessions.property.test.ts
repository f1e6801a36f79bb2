import fc from 'fast-check';
import { beforeAll, expect, it, vi } from 'vitest';
import { SessionModel, type Ticket } from './session-model.ts';
import {
  type App,
  auth,
  codeOf,
  consent,
  control,
  DAY,
  type Kept,
  openMina,
  send,
  someone,
} from './support.ts';

openMina();

type AppId = 'short' | 'long';
type Operation =
  | { kind: 'login'; app: AppId; user: number; name: string | null }
  | { kind: 'auth'; login: number; app: AppId }
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

const app = fc.constantFrom<AppId>('short', 'long');
const operation: fc.Arbitrary<Operation> = fc.oneof(
  fc.record({
    kind: fc.constant('login' as const),
    app,
    user: fc.nat(1),
    name: fc.constantFrom(null, '小明', '小红'),
  }),
  { weight: 2, arbitrary: fc.record({ kind: fc.constant('auth' as const), login: fc.nat(9), app }) },
  fc.record({
    kind: fc.constant('wait' as const),
    seconds: fc.constantFrom(1, 9, 10, 50, 90, 99, 100, DAY / 2, DAY - 1, DAY),
  }),
);

it('answers any sequence of logins, checks and waits in two apps as the model does', async () => {
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
        } else if (logins.length > 0) {
          const { ticket, kept } = logins[one.login % logins.length] as (typeof logins)[number];
          expect([one, await check(kept, one.app)]).toEqual([one, model.auth(ticket, one.app)]);
        }
      }
      expect(new Set(uuids.values()).size).toBe(uuids.size);
    }),
    { numRuns: 30 },
  );
});
