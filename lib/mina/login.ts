import type { SessionPolicy } from '../session/session.ts';
import { DAY } from '../time.ts';
import type { App } from '../wechat/apps.ts';
import { askWechat } from '../wechat/ask.ts';
import { WechatError } from '../wechat/errors.ts';
import { code2Session } from '../wechat/login.ts';
import { type OpenData, readOpenData } from './open-data.ts';
import { Failure, fail } from './outcome.ts';
import { refusal } from './refusal.ts';
import { type Visitor, visitorOf } from './sessions.ts';
import { beginSession } from './skeys.ts';
import { uuidOfUser } from './users.ts';

/** What a client logs in with: the code that `wx.login()` gave, and what the user lets us know. */
export type LoginRequest = { app: string; code: string; openData?: OpenData };

/** A new session. `duration`: seconds that it lives unused; `time`: when it began, epoch seconds. */
export type Login = Visitor & { skey: string; duration: number; time: number; isNewUser: boolean };

const LOGIN_DURATION = 30;
const SESSION_DURATION = 2_592_000;

/**
 * Logs a user in with the code of `wx.login()`. The uuid stays, and so does what was known of a user who tells nothing
 * this time. The skey before stays good for a minute: `skeys.ts`.
 */
export const logIn = async ({ app: id, code, openData = {} }: LoginRequest): Promise<Login | Failure> => {
  const exchanged = await askWechat(id, async (app) => ({ app, identity: await code2Session(app, code) }));
  if (exchanged === undefined) return fail('unknown app');
  if (exchanged instanceof WechatError) return refusal(exchanged);
  const { app, identity } = exchanged;

  const told = await readOpenData(app, uuidOfUser(id, identity.openid), identity.session_key, openData);
  if (told instanceof Failure) return told;
  const policy = policyOf(app);
  const { uuid, skey, user, isNewUser } = await beginSession({ app: id, identity, policy, told });
  const duration = Math.min(policy.idle, policy.absolute);
  return { ...visitorOf(uuid, user), skey, duration, time: user.livesUntil - duration, isNewUser };
};

/** How long an app's sessions live, as its operator set it. */
const policyOf = ({
  sessionDuration = SESSION_DURATION,
  loginDuration = LOGIN_DURATION,
}: App): SessionPolicy => ({
  idle: sessionDuration,
  absolute: loginDuration * DAY,
});
