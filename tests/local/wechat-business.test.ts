import { inflateSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { hour, start } from './business.ts';

describe.each(['/wxa/getwxacodeunlimit', '/wxa/msg_sec_check'])('POST %s', (path) => {
  it('answers 47001 to a token in the body', async () => {
    const { url } = await start();

    const response = await fetch(url + path, { method: 'POST', body: '{"access_token":"any"}' });

    expect(await response.json()).toMatchObject({ errcode: 47001 });
  });
});

/** The chunks of a PNG by type; throws if their checksums' places do not line up. */
const chunksOf = (png: Buffer): Record<string, Buffer> => {
  const chunks: Record<string, Buffer> = {};
  for (let at = 8; at < png.length; ) {
    const length = png.readUInt32BE(at);
    chunks[png.toString('latin1', at + 4, at + 8)] = png.subarray(at + 8, at + 8 + length);
    at += 12 + length;
  }
  return chunks;
};

describe.each([
  ['/wxa/getwxacode', { path: 'pages/index?stall=1' }, { path: 'pages/index?stall=2' }],
  ['/wxa/getwxacodeunlimit', { scene: 'stall=1', page: 'pages/index' }, { scene: 'stall=2' }],
])('POST %s', (path, one, two) => {
  const image = async (response: Response) => Buffer.from(await response.arrayBuffer());

  it('answers a PNG that it calls a JPEG', async () => {
    const { send } = await start();

    const response = await send(path, one);

    expect(response.status).toBe(200);
    expect(response.headers.get('content-type')).toBe('image/jpeg');
    const png = await image(response);
    expect(response.headers.get('content-length')).toBe(String(png.length));
    expect(png.toString('hex', 0, 8)).toBe('89504e470d0a1a0a');
    const { IHDR, IDAT, iTXt } = chunksOf(png);
    expect([IHDR?.readUInt32BE(0), IHDR?.readUInt32BE(4)]).toEqual([430, 430]);
    expect(inflateSync(IDAT ?? '')).toHaveLength(430 * 55);
    expect(iTXt?.toString()).toContain('pages/index?');
  });

  it('draws the same for the same input only', async () => {
    const { send } = await start();
    const draw = async (body: object) => chunksOf(await image(await send(path, body))).IDAT?.toString('hex');

    expect(await draw(one)).toBe(await draw(one));
    expect(await draw(one)).not.toBe(await draw(two));
  });

  it('keeps to the width, the colour and the transparency asked for', async () => {
    const { send } = await start();
    const options = { width: 280, line_color: { r: '1', g: 2, b: '3' }, is_hyaline: true };

    const { IHDR, PLTE, tRNS } = chunksOf(await image(await send(path, { ...one, ...options })));

    expect(IHDR?.readUInt32BE(0)).toBe(280);
    expect([...(PLTE?.subarray(3) ?? [])]).toEqual([1, 2, 3]);
    expect(tRNS?.[0]).toBe(0);
  });

  it.each([
    [40097, { env_version: '' }],
    [40097, { env_version: 'production' }],
    [40097, { line_color: { r: 256 } }],
    [47001, { line_color: 'red' }],
    [47001, { width: '430' }],
    [47001, { width: null }],
    [47001, { auto_color: 'yes' }],
  ])('answers %i to %o', async (errcode, changes) => {
    const { answer } = await start();

    expect(await answer(path, { ...one, ...changes })).toMatchObject({ errcode });
  });
});

describe('POST /wxa/getwxacode', () => {
  it.each([
    [40159, 'path=pages/index'],
    [40159, {}],
    [40159, { path: '' }],
    [40159, { path: 'p'.repeat(1025) }],
    [47001, { path: 7 }],
    [85096, { path: 'pages/index?scancode_time=1' }],
  ])('answers %i to %j', async (errcode, body) => {
    const { answer } = await start();

    expect(await answer('/wxa/getwxacode', body)).toMatchObject({ errcode });
  });

  it('takes a path of 1024 characters', async () => {
    const { send } = await start();

    const response = await send('/wxa/getwxacode', { path: 'p'.repeat(1024) });

    expect(response.headers.get('content-type')).toBe('image/jpeg');
  });
});

describe('POST /wxa/getwxacodeunlimit', () => {
  const path = '/wxa/getwxacodeunlimit';

  it.each([
    [40169, 'scene=1'],
    [40169, {}],
    [40169, { scene: '' }],
    [40169, { scene: 's'.repeat(33) }],
    [40129, { scene: '50%' }],
    [40129, { scene: '窗口' }],
    [47001, { scene: 1 }],
    [47001, { scene: '1', page: 1 }],
    [47001, { scene: '1', check_path: 'false' }],
    [41030, { scene: '1', page: '/pages/index' }],
    [41030, { scene: '1', page: 'pages/index?stall=1', check_path: false }],
    [85096, { scene: 'scancode_time=1' }],
  ])('answers %i to %j', async (errcode, body) => {
    const { answer } = await start();

    expect(await answer(path, body)).toMatchObject({ errcode });
  });

  it("takes every sign of WeChat's list", async () => {
    const { send } = await start();

    const response = await send(path, { scene: "09azAZ!#$&'()*+,/:;=?@-._~" });

    expect(response.headers.get('content-type')).toBe('image/jpeg');
  });

  it('checks the page of an app that declares its pages', async () => {
    const { answer, send } = await start();
    const type = async (body: object) => (await send(path, body, 'wx-strict')).headers.get('content-type');

    expect(await answer(path, { scene: '1', page: 'pages/new' }, 'wx-strict')).toMatchObject({
      errcode: 41030,
    });
    expect(await type({ scene: '1', page: 'pages/new', check_path: false })).toBe('image/jpeg');
    expect(await type({ scene: '1', page: 'pages/index' })).toBe('image/jpeg');
    expect(await type({ scene: '1' })).toBe('image/jpeg');
  });
});

describe('POST /wxa/msg_sec_check', () => {
  const path = '/wxa/msg_sec_check';
  const check = { version: 2, scene: 2, openid: 'alice', content: '番茄炒蛋' };
  const risky = '你好特3456书yuuo莞6543李zxcz蒜7782法fgnv级';

  it.each([
    ['pass', 100, { content: '番茄炒蛋' }],
    ['risky', 20006, { content: risky }],
    ['risky', 20006, { content: '完2347全dfji试3726测asad感3847知qwez到' }],
    ['risky', 20006, { title: risky }],
    ['review', 21000, { content: 'simulator-review' }],
  ])('judges %s (%i): %o', async (suggest, label, changes) => {
    const { answer } = await start();

    expect(await answer(path, { ...check, ...changes })).toEqual({
      errcode: 0,
      errmsg: 'ok',
      detail: [
        { strategy: 'content_model', errcode: 0, suggest, label, prob: 90 },
        { strategy: 'keyword', errcode: 0 },
      ],
      trace_id: expect.stringMatching(/^[0-9a-f]{8}-[0-9a-f]{8}-[0-9a-f]{8}$/),
      result: { suggest, label },
    });
  });

  it.each([
    [40129, { scene: 5 }],
    [40129, { scene: undefined }],
    [40003, { openid: undefined }],
    [40003, { openid: 'al ice' }],
    [47001, { version: '2' }],
    [47001, { content: '' }],
    [47001, { content: undefined }],
    [47001, { content: '一'.repeat(2501) }],
  ])('answers %i to %j', async (errcode, changes) => {
    const { answer } = await start();

    expect(await answer(path, { ...check, ...changes })).toMatchObject({ errcode });
  });

  it("answers 43104 to another app's openid, and 61010 to a user gone for two hours", async () => {
    const { clock, control, answer } = await start();
    await control.login({ appid: 'wx-strict', openid: 'alice' });
    await control.login({ appid: 'wx-eater', openid: 'bob' });

    expect(await answer(path, check)).toMatchObject({ errcode: 43104 });
    clock.ms += 2 * hour;
    expect(await answer(path, { ...check, openid: 'bob' })).toMatchObject({ errcode: 0 });
    clock.ms += 1;
    expect(await answer(path, { ...check, openid: 'bob' })).toMatchObject({ errcode: 61010 });
  });

  it('is its first version without a version', async () => {
    const { answer } = await start();

    expect(await answer(path, { content: risky })).toMatchObject({ errcode: 87014 });
    expect(await answer(path, { content: '番茄炒蛋' })).toEqual({ errcode: 0, errmsg: 'ok' });
  });
});

describe('POST /wxa/business/getuserphonenumber', () => {
  const path = '/wxa/business/getuserphonenumber';

  it('exchanges a code for a phone number, once', async () => {
    const { clock, control, answer } = await start();
    const code = await control.phone({ appid: 'wx-eater', phoneNumber: '13800138000' });

    expect(code).toMatch(/^[0-9a-f]{64}$/);
    expect(await answer(path, { code })).toEqual({
      errcode: 0,
      errmsg: 'ok',
      phone_info: {
        phoneNumber: '13800138000',
        purePhoneNumber: '13800138000',
        countryCode: '86',
        watermark: { timestamp: clock.ms / 1000, appid: 'wx-eater' },
      },
    });
    expect(await answer(path, { code })).toMatchObject({ errcode: 40029 });
  });

  it('gives a foreign number its country code', async () => {
    const { control, answer } = await start();
    const code = await control.phone({ appid: 'wx-eater', phoneNumber: '51234567', countryCode: '852' });

    expect((await answer(path, { code })).phone_info).toMatchObject({
      phoneNumber: '+85251234567',
      purePhoneNumber: '51234567',
      countryCode: '852',
    });
  });

  it('refuses codes of others, of wx.login, and of 5 minutes ago', async () => {
    const { clock, control, answer } = await start();
    const foreign = await control.phone({ appid: 'wx-strict', phoneNumber: '13800138000' });
    const login = await control.login({ appid: 'wx-eater', openid: 'alice' });
    const late = await control.phone({ appid: 'wx-eater', phoneNumber: '13800138000' });
    clock.ms += 5 * 60_000;

    expect(await answer(path, { code: foreign })).toMatchObject({ errcode: 40013 });
    expect(await answer(path, { code: login })).toMatchObject({ errcode: 40029 });
    expect(await answer(path, { code: late })).toMatchObject({ errcode: 40029 });
  });

  it('refuses the code of another than the openid that comes with it', async () => {
    const { control, answer } = await start();
    const code = () => control.phone({ appid: 'wx-eater', phoneNumber: '13800138000', openid: 'alice' });

    expect(await answer(path, { code: await code(), openid: 'alice' })).toMatchObject({ errcode: 0 });
    expect(await answer(path, { code: await code() })).toMatchObject({ errcode: 0 });
    expect(await answer(path, { code: await code(), openid: 'bob' })).toMatchObject({ errcode: 40029 });
  });

  it.each([
    [41008, {}],
    [41008, { code: '' }],
    [47001, { code: 7 }],
    [47001, 'code=7'],
  ])('answers %i to %j', async (errcode, body) => {
    const { answer } = await start();

    expect(await answer(path, body)).toMatchObject({ errcode });
  });
});
