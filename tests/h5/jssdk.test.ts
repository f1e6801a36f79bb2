import { afterEach, describe, expect, it } from 'vitest';
import { jssdkSignature } from '../../lib/wechat/signature.ts';
import { ACCOUNT, ask, control, openAccount } from '../support/h5.ts';

openAccount();
afterEach(() => control().clearFaults());

const configure = (body: unknown) =>
  ask('jssdk_config', { method: 'POST', path: '/wx/api/jssdk/config', body });
const ticket = async () => {
  const { jsapiTicket } = await import('../../lib/wechat/ticket.ts');
  return jsapiTicket(ACCOUNT);
};

type Config = { app_id: string; timestamp: string; noncestr: string; signature: string };

describe('POST /wx/api/jssdk/config', () => {
  it.each([
    ['a page', 'https://h5.example.com/app?a=1', 'https://h5.example.com/app?a=1'],
    ['a page up to #', 'https://h5.example.com/app#/list?x#y', 'https://h5.example.com/app'],
    [
      'an address without a path, as it is spelt',
      'http://mp.weixin.qq.com?params=value',
      'http://mp.weixin.qq.com?params=value',
    ],
    [
      'capitals and encodings, as they are spelt',
      'https://H5.example.com/%e6%8A?q=%20+字',
      'https://H5.example.com/%e6%8A?q=%20+字',
    ],
  ])('signs %s', async (_, url, signed) => {
    const { status, body } = await configure({ url });

    const { app_id, timestamp, noncestr, signature } = body.data as Config;
    expect(status).toBe(200);
    expect(Object.keys(body.data as Config)).toEqual(['app_id', 'timestamp', 'noncestr', 'signature']);
    expect(app_id).toBe(ACCOUNT.appid);
    expect(noncestr).toMatch(/^[0-9a-f]{16}$/);
    expect(timestamp).toMatch(/^\d{10}$/);
    expect(Math.abs(Number(timestamp) - Date.now() / 1000)).toBeLessThan(60);
    expect(signature).toBe(jssdkSignature({ ticket: await ticket(), noncestr, timestamp, url: signed }));
  });

  it('gives every page a noncestr of its own', async () => {
    const url = 'https://h5.example.com/';
    const replies = await Promise.all(Array.from({ length: 10 }, () => configure({ url })));

    expect(new Set(replies.map(({ body }) => (body.data as Config).noncestr)).size).toBe(10);
  });

  it.each([
    'https://evil.com/',
    'https://h5.example.com.evil.com/',
    'https://h5.example.com:8443/',
    'https://h5.example.com@evil.com/',
    'https://evil.com/#h5.example.com',
    'https://evil.com\\@h5.example.com/',
    '//h5.example.com/',
    'h5.example.com',
    'ftp://h5.example.com/',
    'javascript:h5.example.com',
    '#',
  ])('2002 refuses %s', async (url) => {
    expect((await configure({ url })).raw).toBe(
      '{"ok":false,"error":{"code":2002,"msg":"该网址不在允许的域名内"}}',
    );
  });

  it('2002 refuses every host when none is configured', async () => {
    const hosts = process.env.H5_JSSDK_HOSTS;
    process.env.H5_JSSDK_HOSTS = '';
    const reply = await configure({ url: 'https://h5.example.com/' });
    process.env.H5_JSSDK_HOSTS = hosts;

    expect(reply.body.error?.code).toBe(2002);
  });

  it.each([
    [{}, 2001, '缺少参数 url'],
    [{ url: '' }, 2002, '参数 url 缺失或不合法'],
    [{ url: 7 }, 2002, '参数 url 缺失或不合法'],
    [{ url: `https://h5.example.com/${'x'.repeat(2048)}` }, 2002, '参数 url 缺失或不合法'],
    ['{"url":', 2000, '请求内容无法解析'],
    ['[]', 2000, '请求内容无法解析'],
  ])('names what is wrong with %j', async (body, code, msg) => {
    expect(await configure(body)).toMatchObject({ status: 400, body: { ok: false, error: { code, msg } } });
  });

  it('60001 says that WeChat gives no ticket', async () => {
    const { write } = await import('../../lib/store/store.ts');
    const table = process.env.APPS_TABLE as string;
    await write({ delete: { table, pk: `ticket#${ACCOUNT.appid}` } });
    await control().addFault({ path: '/cgi-bin/ticket/getticket', kind: 'errcode', errcode: -1 });

    const reply = await configure({ url: 'https://h5.example.com/' });

    expect(reply).toMatchObject({
      status: 200,
      body: { ok: false, error: { code: 60001, msg: '获取 JS-SDK 票据失败，请稍后再试' } },
    });
  });
});
