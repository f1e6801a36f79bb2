import { afterEach, describe, expect, it, vi } from 'vitest';
import { userKey } from '../../lib/h5/keys.ts';
import { readPush } from '../../lib/h5/xml.ts';
import { type Item, readOne } from '../../lib/store/store.ts';
import { ACCOUNT, ask, openAccount, someone } from '../support/h5.ts';
import { event, push, signed, silence, text, xml } from '../support/pushes.ts';

openAccount();
afterEach(() => void vi.useRealTimers());

const userOf = (openid: string): Promise<Item | undefined> => readOne(userKey(openid));

describe('POST /wx from nobody', () => {
  it.each(['x'.repeat(2_000), 'a b', '../x', '小明'])(
    'is answered with nothing: %s',
    async (FromUserName) => {
      expect(await push(text('帮助', { FromUserName }))).toMatchObject(silence);
      expect(await push(event('subscribe', '', { FromUserName }))).toMatchObject(silence);
    },
  );
});

describe('GET /wx', () => {
  it('answers echostr, as it is, to WeChat’s check of the address', async () => {
    const reply = await ask('verify', { query: { ...signed(), echostr: '5836248902371590923' } });

    expect(reply).toMatchObject({ status: 200, raw: '5836248902371590923' });
    expect(reply.headers).toMatchObject({
      'content-type': 'text/plain; charset=utf-8',
      'x-content-type-options': 'nosniff',
    });
  });

  it.each([
    ['of another token', signed('another')],
    ['that is missing', { timestamp: '1409304348', nonce: 'xxxxxx' }],
    ['that is cut off', { ...signed(), signature: signed().signature.slice(0, 39) }],
    ['of another length', { ...signed(), signature: 'é' }],
    ['of another time', { ...signed(), timestamp: '1409304349' }],
    ['of another nonce', { ...signed(), nonce: 'yyyyyy' }],
    ['without time', { ...signed(), timestamp: '' }],
    ['of nothing', {}],
  ])('403 refuses a signature %s', async (_, query) => {
    const reply = await ask('verify', { query: { ...query, echostr: '1' } });

    expect(reply).toMatchObject({ status: 403, raw: '签名不正确' });
    expect(await push(text('帮助'), query)).toMatchObject({ status: 403, raw: '签名不正确' });
  });

  it('403 refuses everything while the account has no push token', async () => {
    const { putApp } = await import('../../lib/wechat/apps.ts');
    const { pushToken, ...bare } = ACCOUNT;
    const stored = await (await import('../../lib/wechat/apps.ts')).findApp('5');
    await putApp(bare);
    const reply = await ask('verify', { query: { ...signed(''), echostr: '1' } });
    if (stored) await putApp(stored);

    expect(reply.status).toBe(403);
  });
});

describe('POST /wx', () => {
  it('replies to a text that is configured, to its sender', async () => {
    const reply = await push(text('帮助', { FromUserName: 'anna', ToUserName: 'gh_callme' }));

    expect(reply.status).toBe(200);
    expect(reply.headers['content-type']).toBe('application/xml; charset=utf-8');
    expect(reply.raw).toMatch(/^<xml>.*<CreateTime>\d{10}<\/CreateTime>.*<\/xml>$/);
    expect({ ...readPush(reply.raw) }).toEqual({
      ToUserName: 'anna',
      FromUserName: 'gh_callme',
      CreateTime: expect.stringMatching(/^\d{10}$/),
      MsgType: 'text',
      Content: '回复“报告”',
    });
  });

  it.each([
    ['another text, by *', text('随便说说'), '您好'],
    ['a text with blanks around it', text('  帮助\n'), '回复“报告”'],
    ['a click on the menu', event('CLICK', 'MENU_1'), '菜单一'],
  ])('replies to %s', async (_, body, content) => {
    expect(readPush((await push(body)).raw)?.Content).toBe(content);
  });

  it.each([
    ['a click that is not configured', event('CLICK', 'MENU_9')],
    ['a click named like what every object has', event('CLICK', 'constructor')],
    ['a picture', xml({ MsgType: 'image', PicUrl: 'http://x/y.jpg', MsgId: '9' })],
    ['a link of the menu', event('VIEW', 'https://h5.example.com/')],
    ['an unsubscription', event('unsubscribe', '')],
    ['a location', event('LOCATION', '', { Latitude: '23.1', Longitude: '113.3', Precision: '119.3' })],
    [
      'a scan from the menu, with elements in elements',
      xml(
        { MsgType: 'event', Event: 'scancode_push', EventKey: 'k' },
        '<ScanCodeInfo><ScanType>qr</ScanType></ScanCodeInfo>',
      ),
    ],
    ['a kind that nobody knows yet', xml({ MsgType: 'hologram' })],
  ])('answers %s with nothing', async (_, body) => {
    expect(await push(body)).toMatchObject(silence);
  });

  it('subscribe links the follower, with the scene of the QR code', async () => {
    const [plain, scanned] = [someone(), someone()];
    await push(event('subscribe', '', { FromUserName: plain }));
    await push(event('subscribe', 'qrscene_clinic-7', { FromUserName: scanned }));

    expect(await userOf(plain)).toEqual({
      pk: `user#${plain}`,
      sk: 'user',
      user_id: expect.stringMatching(/^[0-9a-f-]{36}$/),
      followedAt: expect.any(Number),
    });
    expect(await userOf(scanned)).toMatchObject({ scene: 'clinic-7', followedAt: expect.any(Number) });
  });

  it('SCAN notes the scene of whoever follows already, and the name of a login stays', async () => {
    const { logIn } = await import('../support/h5.ts');
    const openid = someone();
    await logIn(openid);
    await push(event('subscribe', '', { FromUserName: openid }));
    const before = await userOf(openid);

    expect(await push(event('SCAN', '42', { FromUserName: openid }))).toMatchObject(silence);

    expect(await userOf(openid)).toEqual({ ...before, scene: '42' });
    expect(before).toMatchObject({ nickname: '小明' });
  });

  it('handles a repeated MsgId once, in a row and at once', async () => {
    const body = text('帮助');

    expect((await push(body)).raw).toContain('回复');
    expect(await push(body)).toMatchObject(silence);
    const rush = text('帮助');
    const replies = await Promise.all(Array.from({ length: 8 }, () => push(rush)));
    expect(replies.filter(({ raw }) => raw !== '')).toHaveLength(1);
    expect(replies.every(({ status }) => status === 200)).toBe(true);
  });

  it('handles a repeated event once: by sender and time, for events have no MsgId', async () => {
    const FromUserName = someone();
    const first = event('SCAN', '1', { FromUserName, CreateTime: '1348831000' });
    await push(first);
    await push(event('SCAN', '2', { FromUserName, CreateTime: '1348831001' }));

    await push(first);

    expect(await userOf(FromUserName)).toMatchObject({ scene: '2' });
  });

  it('forgets a MsgId after ten minutes, long after WeChat’s last try', async () => {
    const body = text('帮助');
    await push(body);
    vi.useFakeTimers({ toFake: ['Date'], now: Date.now() + 600_000 });

    expect((await push(body)).raw).toContain('回复');
  });

  it('writes a reply that no text can break out of', async () => {
    const { putApp, findApp } = await import('../../lib/wechat/apps.ts');
    const stored = await findApp('5');
    const evil = ']]></Content><Content>&lt;<![CDATA[';
    if (stored) await putApp({ ...stored, replies: { evil } });
    const { raw } = await push(text('evil', { ToUserName: 'a]]]]><![CDATA[>b' }));
    if (stored) await putApp(stored);

    expect({ ...readPush(raw) }).toMatchObject({ Content: evil, FromUserName: 'a]]>b' });
  });

  it.each([
    [
      'a picture',
      event('CLICK', 'MENU_2'),
      '<MsgType><![CDATA[image]]></MsgType><Image><MediaId><![CDATA[media_1]]></MediaId></Image>',
    ],
    [
      'an article',
      event('CLICK', 'MENU_3'),
      '<MsgType><![CDATA[news]]></MsgType><ArticleCount>1</ArticleCount><Articles><item>' +
        '<Title><![CDATA[怎样测量]]></Title><Description><![CDATA[]]></Description>' +
        '<PicUrl><![CDATA[https://h5.example.com/a.jpg]]></PicUrl>' +
        '<Url><![CDATA[https://h5.example.com/app?a=1&b=2]]></Url></item></Articles>',
    ],
    ['a picture to a text', text('图'), '<Image><MediaId><![CDATA[media_2]]></MediaId></Image>'],
  ])('replies with %s', async (_, body, content) => {
    expect((await push(body)).raw).toMatch(
      new RegExp(`^<xml>.*<CreateTime>.*${RegExp.escape(content)}</xml>$`),
    );
  });

  it('welcomes whoever begins to follow, and links them, once; nobody else gets the welcome', async () => {
    const FromUserName = someone();
    const body = event('subscribe', 'qrscene_7', { FromUserName });

    expect(readPush((await push(body)).raw)).toMatchObject({ ToUserName: FromUserName, Content: '欢迎' });
    expect(await userOf(FromUserName)).toMatchObject({ scene: '7', followedAt: expect.any(Number) });
    expect(await push(body)).toMatchObject(silence);
    expect(await push(event('SCAN', '7', { FromUserName }))).toMatchObject(silence);
    expect(await push(event('CLICK', '+'))).toMatchObject(silence);
    expect(readPush((await push(text('+'))).raw)?.Content).toBe('您好');
  });

  it.each(['', ' ', 'a b', 'a#b', '微信', "'", '<x>', 'x'.repeat(65)])(
    'lets pass what comes from "%s", which is no openid',
    async (FromUserName) => {
      expect(await push(text('帮助', { FromUserName }))).toMatchObject(silence);
      expect(await push(event('subscribe', '', { FromUserName }))).toMatchObject(silence);
      expect(await userOf(FromUserName)).toBeUndefined();
    },
  );

  it('takes a push that another library wrote: a prolog, comments, entities', async () => {
    const body = `<?xml version="1.0" encoding="UTF-8"?>\n<!-- a push -->${text('x')
      .replaceAll(/<!\[CDATA\[(.*?)\]\]>/g, '$1')
      .replace('<Content>x', '<Content>a&lt;b&gt; &amp;&quot;&apos;')}`;

    expect(readPush((await push(body)).raw)?.Content).toBe('实体');
  });

  it('does not call WeChat', async () => {
    const { control } = await import('../support/h5.ts');
    const before = (await control().calls()).length;
    await push(text('帮助'));
    await push(event('subscribe', '', { FromUserName: someone() }));

    expect(await control().calls()).toHaveLength(before);
  });

  const entity = '<!DOCTYPE x [<!ENTITY e SYSTEM "file:///etc/passwd">]>';
  it.each([
    ['nothing', ''],
    ['JSON', '{}'],
    ['an entity', `${entity}<xml><FromUserName>&e;</FromUserName></xml>`],
    ['half a push', text('帮助').slice(0, -10)],
    ['a push of nobody', '<xml><MsgType>text</MsgType></xml>'],
    ['an encrypted push', '<xml><ToUserName>gh</ToUserName><Encrypt><![CDATA[x]]></Encrypt></xml>'],
    ['what is not UTF-8', Buffer.from('3c786d6c3eff3c2f786d6c3e', 'hex')],
  ])('2000 refuses %s', async (_, body) => {
    expect(await push(body)).toMatchObject({
      status: 400,
      body: { ok: false, error: { code: 2000, msg: '请求内容无法解析' } },
    });
  });

  it('2000 refuses more than 64 KB, and takes 64 KB', async () => {
    const most = text('x'.repeat(64 * 1024 - Buffer.byteLength(text(''))));
    expect(Buffer.byteLength(most)).toBe(64 * 1024);

    expect(await push(most)).toMatchObject({ status: 200 });
    expect(await push(`${most} `)).toMatchObject({
      status: 413,
      body: { error: { code: 2000, msg: '请求内容过大' } },
    });
  });
});
