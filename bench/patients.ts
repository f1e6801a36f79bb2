import { setting } from '../lib/env.ts';
import { beginLogin } from '../lib/h5/begin-login.ts';
import { completeLogin } from '../lib/h5/complete-login.ts';
import { importMeasurements } from '../lib/h5/import.ts';
import { share } from '../lib/h5/shares.ts';
import { APP, type Role, SERVICE, SESSION_POLICY, userIdOf } from '../lib/h5/visitor.ts';
import { createSession } from '../lib/session/session.ts';
import type { App } from '../lib/wechat/apps.ts';
import { pushSignature } from '../lib/wechat/signature.ts';
import { DEMO_APPS } from '../local/demo.ts';
import { controlWechat } from '../local/wechat/control-client.ts';
import { next, someone } from './people.ts';

/** What a browser comes back from WeChat with, and its cookie. */
export type Return = { sid: string; code: string; state: string };

export type Practice = Awaited<ReturnType<typeof openPractice>>;

/** The official account. */
export const ACCOUNT = DEMO_APPS.find(({ id }) => id === APP) as App;

const MEASUREMENTS = 60;
const FIRST_RECORD = 100_000;

/** A page that a login leads back to. */
export const page = (): string => `${setting('H5_REDIRECT_BASES').split(' ')[0]}/reports`;

/** A user with 60 measurements, the first of which is paid for and shared, and the second not. */
export const openPractice = async () => {
  const openid = someone();
  const measurements = Array.from({ length: MEASUREMENTS }, (_, i) => makeMeasurement(openid, i));
  const result = await importMeasurements(measurements);
  if (Array.isArray(result)) throw new Error(`No measurements to be had: ${JSON.stringify(result[0])}`);
  const [paid, unpaid] = measurements as [Made, Made];
  return {
    sid: await createSession<Role>({
      service: SERVICE,
      app: APP,
      openid,
      role: toRole(openid),
      policy: SESSION_POLICY,
    }),
    paid: paid.record_id,
    unpaid: unpaid.record_id,
    token: (await share({ ...paid, generation: 0 })).token,
  };
};

type Made = ReturnType<typeof makeMeasurement>;

/** Strong here and weak there, so that many rules have something to say. */
const makeMeasurement = (openid: string, i: number) => ({
  record_id: FIRST_RECORD + next(),
  openid,
  ...{ c0: -4, c1: 5, c2: -5.5, c3: -4, c4: 1, c5: -4, c6: 3, c7: 0 },
  transaction_no: `bench-${i}`,
  heart_rate: 88,
  finger: 2,
  created_at: 1_790_000_000 + i,
  tags: ['早上'],
  has_paid: i !== 1,
});

const toRole = (openid: string): Role => ({
  user: {
    user_id: userIdOf(openid),
    nickname: '小明',
    sex: 1,
    headimgurl: `https://thirdwx.qlogo.cn/mmopen/vi_32/${'0'.repeat(86)}/132`,
  },
  state: '0'.repeat(40),
  cookie: '0'.repeat(64),
});

/** A user agrees on WeChat's page. */
export const consent = async (): Promise<Return> => {
  const begun = await beginLogin(undefined, page());
  if (!('sid' in begun)) throw new Error(`No login to be had: ${begun.more.msg}`);
  const wechat = controlWechat(setting('WECHAT_API_BASE_URL'));
  const code = await wechat.authorize({ appid: ACCOUNT.appid, openid: someone(), nickname: '小明', sex: 1 });
  return { sid: begun.sid, code, state: new URL(begun.url).searchParams.get('state') as string };
};

/** The same, and the login is through: only the answer was lost, so that WeChat's browser asks again. */
export const consentTwice = async (): Promise<Return> => {
  const { sid, code, state } = await consent();
  const done = await completeLogin({ sid, begunWith: undefined }, { code, state });
  if (!('sid' in done)) throw new Error('No login to be had');
  return { sid, code, state };
};

/** A push's query string: how WeChat's server signs. */
export const signature = (): Record<string, string> => {
  const [timestamp, nonce] = [String(Math.floor(Date.now() / 1000)), '1320562132'];
  return { signature: pushSignature(ACCOUNT.pushToken as string, timestamp, nonce), timestamp, nonce };
};

/** A push as WeChat writes it, from somebody new. */
export const pushed = (elements: Record<string, string>): string => {
  const all = { ToUserName: 'gh_bench', FromUserName: someone(), CreateTime: '1790000000', ...elements };
  const written = Object.entries(all).map(([name, value]) => `<${name}><![CDATA[${value}]]></${name}>`);
  return `<xml>${written.join('\n')}</xml>`;
};

/** A message id that no push has had. */
export const someMessage = (): string => String(10n ** 16n + BigInt(next()));
