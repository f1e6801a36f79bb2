import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { createRequire } from 'node:module';
import type { AddressInfo } from 'node:net';
import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from 'vitest';
import { controlWechat } from '../../local/wechat/control-client.ts';
import { createPhone, sdk } from './mini-program.ts';
import { product } from './started.ts';

/** What of Tencent's SDK for backends a business server calls. */
type ServerSdk = {
  config(options: { AuthServerUrl: string }): void;
  LoginService: {
    create(
      request: IncomingMessage,
      response: ServerResponse,
    ): Record<'login' | 'check', () => Promise<{ userInfo: Record<string, unknown> }>>;
  };
};

const load = createRequire(import.meta.url);
const { config, LoginService } = load('qcloud-weapp-server-sdk') as ServerSdk;
const MAGIC = 'F2C224D4-2BCE-4C64-AF9F-A6D872000D1A';

/** A user's own backend: it logs its users in and checks them with the SDK, which asks our session server. */
describe('qcloud-weapp-server-sdk', () => {
  /** Whom the SDK named to the backend when it logged them in. */
  const loggedIn: unknown[] = [];
  let business: Server;
  let url = '';

  beforeAll(async () => {
    config({ AuthServerUrl: `${product.url}/mina_auth/` });
    business = createServer(async (request, response) => {
      const service = LoginService.create(request, response);
      // What fails, the SDK has answered by itself.
      if (request.url === '/login')
        return void service.login().then(
          ({ userInfo }) => loggedIn.push(userInfo),
          () => {},
        );
      await service.check().then(
        ({ userInfo }) => response.end(JSON.stringify(userInfo)),
        () => {},
      );
    });
    await new Promise<void>((resolve) => business.listen(0, resolve));
    url = `http://localhost:${(business.address() as AddressInfo).port}`;
  });
  afterEach(() => {
    vi.unstubAllGlobals();
    loggedIn.length = 0;
  });
  afterAll(() => business.close());

  /** A user with wafer-client-sdk, whose requests all go to the backend. */
  const takePhone = (openid: string) => {
    const client = sdk('wafer-client-sdk');
    const phone = createPhone(product.wechat, { appid: 'wx-demo-eater', openid });
    vi.stubGlobal('wx', phone.wx);
    client.setLoginUrl(`${url}/login`);
    return { client, phone, ask: () => client.request({ url: `${url}/user` }) };
  };

  it('logs a user in and checks them: the backend is told who they are, both times', async () => {
    const { client, ask } = takePhone('e2e-business');
    const user = { openId: 'e2e-business', nickName: 'e2e-business' };

    await client.login();
    expect(loggedIn).toMatchObject([user]);
    expect((await ask()).data).toMatchObject(user);
  });

  it('has the user log in again when the session has ended, also for a page that asks five times at once', async () => {
    const { client, phone, ask } = takePhone('e2e-business-page');
    await client.login();
    const { id, skey } = phone.wx.getStorageSync(`weapp_session_${MAGIC}`);
    const body = JSON.stringify({ uuid: id, skey, app_id: 1 });
    await fetch(`${product.url}/mina/logout`, { method: 'POST', body });
    phone.requests.length = 0;

    const answers = await Promise.all(Array.from({ length: 5 }, ask));

    expect(answers.map(({ data }) => data)).toMatchObject(Array(5).fill({ openId: 'e2e-business-page' }));
    expect(phone.requests).toHaveLength(15);
  });

  it('tells the user what it cannot do, and does not have them log in again for it', async () => {
    const { client, phone, ask } = takePhone('e2e-business-refused');
    await controlWechat(product.wechat).addFault({ kind: 'errcode', errcode: 40029, times: 1 });
    await expect(client.login()).rejects.toMatchObject({
      message: '登录失败(ERR_LOGIN_FAILED)：鉴权服务调用失败：40029 - WEIXIN_CODE_ERR',
    });
    await client.login();
    config({ AuthServerUrl: `${product.url}/mina_auth/?app_id=99` });
    phone.requests.length = 0;

    await expect(ask()).rejects.toMatchObject({
      type: 'ERR_CHECK_LOGIN_FAILED',
      message: expect.stringContaining('1012 - NO_APPID'),
    });
    expect(phone.requests).toEqual(['/user']);
    config({ AuthServerUrl: `${product.url}/mina_auth/` });
  });

  it('answers a request without a session with the magic id', async () => {
    expect(await (await fetch(`${url}/user`)).json()).toMatchObject({
      [MAGIC]: 1,
      error: 'ERR_CHECK_LOGIN_FAILED',
    });
  });
});
