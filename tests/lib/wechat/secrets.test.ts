import { randomUUID } from 'node:crypto';
import { inspect } from 'node:util';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { endpoint } from '../../../lib/http/endpoint.ts';
import { describeError } from '../../../lib/log.ts';
import type { App } from '../../../lib/wechat/apps.ts';
import { code2Session } from '../../../lib/wechat/login.ts';
import { exchangeOauthCode, readOauthUser } from '../../../lib/wechat/oauth.ts';
import { jsapiTicket } from '../../../lib/wechat/ticket.ts';
import { withAccessToken } from '../../../lib/wechat/token.ts';
import { freePort } from '../../../local/ports.ts';
import { apiEvent, invoke } from '../../support/api.ts';
import {
  EXCHANGE,
  OAUTH_EXCHANGE,
  refusalOf,
  TOKEN,
  USERINFO,
  useWechat,
  withBaseUrl,
  withServer,
} from './wechat.ts';

const wechat = useWechat();

const lines: unknown[][] = [];
beforeEach(() => {
  lines.length = 0;
  for (const level of ['log', 'info', 'warn', 'error', 'debug'] as const)
    vi.spyOn(console, level).mockImplementation((...line) => void lines.push(line));
});
afterEach(() => void vi.restoreAllMocks());

const CODE = 'c0de-of-a-user';

/** An app that WeChat does not know: where nobody is asked, nobody needs to. */
const someApp = (): App => ({
  id: '0',
  appid: `wx-unknown-${randomUUID()}`,
  secret: 's3cret-of-an-unknown-app',
});

/** Everything that anyone could print of an error. */
const everything = (error: unknown): string =>
  [
    String(error),
    (error as Error).stack,
    JSON.stringify(error),
    JSON.stringify(describeError(error)),
    inspect(error, { depth: 10, showHidden: true }),
    JSON.stringify(lines),
  ].join('\n');

const expectNoSecrets = (error: unknown, { secret }: App) => {
  const all = everything(error);
  expect(all).toContain('WechatError');
  expect(all).not.toContain(secret);
  expect(all).not.toContain(CODE);
};

describe('an error', () => {
  const fail = async (app: App) => {
    expectNoSecrets(await refusalOf(code2Session(app, CODE)), app);
    expectNoSecrets(await refusalOf(withAccessToken(app, async (token) => token)), app);
    expectNoSecrets(await refusalOf(jsapiTicket(app)), app);
    expectNoSecrets(await refusalOf(exchangeOauthCode(app, CODE)), app);
    expectNoSecrets(await refusalOf(readOauthUser({ accessToken: CODE, openid: CODE })), app);
  };

  it.each([
    { kind: 'reset' },
    { kind: 'status', status: 502 },
    { kind: 'html' },
    { kind: 'empty' },
    { kind: 'errcode', errcode: 40125 },
  ] as const)('holds no secret and no code: $kind', async (fault) => {
    const app = await wechat.newApp();
    for (const path of [EXCHANGE, TOKEN, OAUTH_EXCHANGE, USERINFO])
      await wechat.control().addFault({ path, ...fault });

    await fail(app);
  });

  it('holds none when nobody is at the address', async () => {
    const port = await freePort();

    await withBaseUrl(`http://127.0.0.1:${port}`, () => fail(someApp()));
  });

  it.each(['not an address', 'ftp://127.0.0.1', 'http://127.0.0.1:99999'])(
    'holds none when the address is wrong: %s',
    async (url) => {
      const app = someApp();

      await withBaseUrl(url, () => fail(app));
    },
  );

  it('holds none when WeChat does not speak HTTP', async () => {
    const app = someApp();

    await withServer(
      (request) => void request.socket.end('SSH-2.0-OpenSSH_9.6\r\n'),
      () => fail(app),
    );
  });

  it('holds none when it is a defect’s line in the log', async () => {
    const app = await wechat.newApp();
    await wechat.control().addFault({ path: EXCHANGE, kind: 'status', status: 503 });
    const handler = endpoint(
      () => ({}),
      async () => ({ json: await code2Session(app, CODE) }),
    );

    await invoke(handler, apiEvent({ body: '{}' }));

    expect(JSON.stringify(lines)).toContain('answered HTTP 503');
    expectNoSecrets(new Error('WechatError'), app);
  });
});
