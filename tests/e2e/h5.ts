import { describe, expect, it } from 'vitest';
import { controlWechat } from '../../local/wechat/control-client.ts';
import { product } from './started.ts';

type Answer = { ok: boolean; data: unknown; error?: { code: number }; redirect?: string };

/** A browser's way: no redirect is followed by itself, and a cookie that is set is kept for this product alone. */
const browser = () => {
  let cookie = '';
  const go = async (url: string, init: RequestInit = {}): Promise<Response> => {
    const isOurs = url.startsWith(product.url);
    const headers = { ...(init.headers as Record<string, string>), ...(isOurs && cookie && { cookie }) };
    const response = await fetch(url, { redirect: 'manual', ...init, headers });
    const [set] = response.headers.getSetCookie();
    if (isOurs && set) cookie = set.split(';')[0] as string;
    return response;
  };
  const page = (path: string) => go(`${product.url}${path}`, { headers: { accept: 'text/html' } });
  const script = async (path: string, init: RequestInit = {}): Promise<Answer> =>
    (await go(`${product.url}${path}`, init)).json() as Promise<Answer>;
  return { go, page, script, cookie: () => cookie };
};

/** Where an answer sends the browser. */
const next = (response: Response): string => response.headers.get('location') as string;

/** Opens a page, agrees on WeChat's page as a user does, and comes back logged in. */
const logIn = async (openid: string, path = '/wx/api/measurements') => {
  const user = browser();
  const oauth = next(await user.page(path));
  const consent = next(await user.go(oauth));
  const form = new URLSearchParams({ choice: 'agree', openid, nickname: '张三' });
  const agreed = await user.go(consent.replace(/#.*/, ''), { method: 'POST', body: form });
  const back = await user.go(next(agreed));
  return { user, consent, callback: next(agreed), back };
};

describe('a user of the web page', () => {
  it('logs in on WeChat’s page, comes back to the page, reads, notes, pays and shares', async () => {
    const { user, consent, back } = await logIn('demo-patient', '/wx/api/measurements?size=2');

    expect(consent).toMatch(/#wechat_redirect$/);
    expect(back.status).toBe(302);
    expect(next(back)).toMatch(
      new RegExp(`^${product.url}/wx/api/measurements\\?size=2&random=[0-9a-f]{16}$`),
    );
    const list = (await (await user.go(next(back), { headers: { accept: 'text/html' } })).json()) as Answer;
    expect(list.data).toMatchObject([
      { record_id: 1003, has_paid: false },
      { record_id: 1002, has_paid: false },
    ]);

    const remark = { method: 'PUT', body: JSON.stringify({ remark: '午后' }) };
    expect(await user.script('/wx/api/measurements/1002/remark', remark)).toMatchObject({ ok: true });
    const payment = { method: 'POST', body: JSON.stringify({ record_id: 1002 }) };
    expect(await user.script('/wx/api/payment', payment)).toMatchObject({ ok: true });
    expect(await user.script('/wx/api/measurements/1002/analyze')).toMatchObject({
      data: { report_id: '1002', content: { remark: '午后', user_profile: { nickname: '张三' } } },
    });

    const shared = (await user.script('/wx/api/measurements/1002/token')).data as { token: string };
    const address = `/wx/api/measurements/token/${shared.token}/analyze`;
    expect(await browser().script(address)).toMatchObject({ ok: true, data: { show_full_report: true } });
    await user.script('/wx/api/measurements/1002/token', { method: 'DELETE' });
    expect(await browser().script(address)).toMatchObject({ ok: false, error: { code: 2002 } });
  });

  it('gets the same session when the callback is loaded once more, and no other browser gets one by it', async () => {
    const { user, callback } = await logIn('e2e-again');
    const cookie = user.cookie();

    expect((await user.go(callback)).status).toBe(302);
    expect(user.cookie()).toBe(cookie);
    const thief = await browser().go(callback);
    expect(next(thief)).toMatch(/\/wx\/oauth\?redirect=[^&]+&again=1$/);
    expect(thief.headers.getSetCookie()).toEqual([]);
  });

  it('is told by 1200 where to log in when a script asks', async () => {
    const answer = await browser().script('/wx/api/measurements/1001/analyze');

    expect(answer).toMatchObject({ ok: false, error: { code: 1200 } });
    expect((await browser().go(answer.redirect as string)).status).toBe(302);
  });

  it('cannot read what is somebody else’s', async () => {
    const { user } = await logIn('e2e-stranger');

    expect(await user.script('/wx/api/measurements/1001/analyze')).toMatchObject({ error: { code: 2002 } });
    expect((await user.script('/wx/api/measurements')).data).toEqual([]);
  });

  it('gets a signature for a page on this machine', async () => {
    const url = `${product.url}/page?a=1#top`;
    const init = { method: 'POST', body: JSON.stringify({ url }) };

    expect(await browser().script('/wx/api/jssdk/config', init)).toMatchObject({
      ok: true,
      data: { app_id: 'wx-demo-h5', signature: expect.stringMatching(/^[0-9a-f]{40}$/) },
    });
  });
});

describe('WeChat’s server', () => {
  const callback = () => ({ appid: 'wx-demo-h5', url: `${product.url}/wx`, token: 'demopush' });
  const push = (message: Record<string, string>) =>
    controlWechat(product.wechat).push({ ...callback(), message });

  it('checks the address, and refuses a wrong token', async () => {
    const wechat = controlWechat(product.wechat);

    expect(await wechat.push(callback())).toMatchObject({ outcome: 'verified' });
    expect(await wechat.push({ ...callback(), token: 'wrong' })).toMatchObject({ outcome: 'refused' });
  });

  it('pushes texts and events, and gets replies or silence', async () => {
    const text = { MsgType: 'text', Content: '帮助' };

    expect(await push(text)).toMatchObject({ outcome: 'replied', tries: [{ status: 200 }] });
    expect(await push({ ...text, Content: ']]> <![CDATA[ &amp;' })).toMatchObject({ outcome: 'replied' });
    expect(await push({ MsgType: 'event', Event: 'subscribe' })).toMatchObject({ outcome: 'silent' });
    expect(await push({ MsgType: 'event', Event: 'SCAN', EventKey: '7' })).toMatchObject({
      outcome: 'silent',
    });
    expect(await push({ MsgType: 'image', PicUrl: 'http://x/y' })).toMatchObject({ outcome: 'silent' });
  });
});

describe('WeChat’s server in 安全模式', () => {
  it('pushes encrypted, and gets an encrypted reply', async () => {
    const message = { MsgType: 'text', Content: '帮助', FromUserName: 'e2e-sealed' };
    const callback = { appid: 'wx-demo-h5', url: `${product.url}/wx`, token: 'demopush' };
    const aesKey = 'demo'.repeat(11).slice(1);

    expect(await controlWechat(product.wechat).push({ ...callback, aesKey, message })).toMatchObject({
      outcome: 'replied',
      reply: expect.stringContaining('<ToUserName><![CDATA[e2e-sealed]]></ToUserName>'),
    });
  });
});

describe('what no document names', () => {
  it.each([
    ['GET', '/wx/nothing', 404, { code: 2002, msg: '接口不存在' }],
    ['POST', '/wx/oauth', 405, { code: 2002, msg: '请求方式不支持' }],
    ['DELETE', '/wx', 405, { code: 2002, msg: '请求方式不支持' }],
  ])('%s %s is answered with %i in the service’s words', async (method, path, status, error) => {
    const response = await fetch(`${product.url}${path}`, { method });

    expect(response.status).toBe(status);
    expect(await response.json()).toEqual({ ok: false, error });
  });
});

describe('what npm start prints', () => {
  it('shows no sid, code, state or openid', async () => {
    const { user, callback } = await logIn('nobody-reads-this');
    const secrets = [user.cookie().slice(4), ...new URL(callback).searchParams.values(), 'nobody-reads-this'];

    expect(product.output()).toMatch(/^GET \/wx\/oauth\/callback/m);
    expect(secrets.filter((secret) => product.output().includes(secret))).toEqual([]);
  });
});
