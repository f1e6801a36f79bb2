import { decrypt, encrypt } from '@wecom/crypto';
import Encryptor from 'node-easywechat/dist/Core/Encryptor.js';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { userKey } from '../../lib/h5/keys.ts';
import { readPush } from '../../lib/h5/xml.ts';
import { readOne } from '../../lib/store/store.ts';
import { findApp, putApp } from '../../lib/wechat/apps.ts';
import { pushSignature } from '../../lib/wechat/signature.ts';
import { ACCOUNT, openAccount, someone } from '../support/h5.ts';
import { event, push, signed, silence, text } from '../support/pushes.ts';

openAccount();
const aesKey = 'abcdefghijklmnopqrstuvwxyz0123456789ABCDEFG';
const configure = async (more: object) => {
  const { aesKey: _, ...account } = { ...(await findApp('5')), ...ACCOUNT };
  await putApp({ ...account, ...more });
};
beforeEach(() => configure({ aesKey }));
afterEach(() => void vi.restoreAllMocks());

type Sealed = { body: string; query: Record<string, string> };

/** A push as WeChat encrypts it, here by a library that is not ours. */
const seal = (message: string, { key = aesKey, appid = ACCOUNT.appid, plain = '' } = {}): Sealed => {
  const encrypted = encrypt(key, message, appid);
  const query = signed();
  const msg_signature = pushSignature(ACCOUNT.pushToken, query.timestamp, query.nonce, encrypted);
  return {
    body: `<xml><ToUserName><![CDATA[gh_1]]></ToUserName>${plain}<Encrypt><![CDATA[${encrypted}]]></Encrypt></xml>`,
    query: { ...query, openid: 'openid', encrypt_type: 'aes', msg_signature },
  };
};
const post = ({ body, query }: Sealed, more: Record<string, string> = {}) =>
  push(body, { ...query, ...more });

/** The message that a reply holds, opened by a library that is not ours. */
const openReply = (raw: string) => {
  const { Encrypt = '', MsgSignature = '', TimeStamp = '', Nonce = '' } = readPush(raw) ?? {};
  const encryptor = new Encryptor(ACCOUNT.appid, ACCOUNT.pushToken, aesKey, ACCOUNT.appid);
  return readPush(encryptor.decrypt(Encrypt, MsgSignature, Nonce, Number(TimeStamp)));
};

describe('POST /wx in 安全模式', () => {
  it('reads an encrypted push, and encrypts the reply', async () => {
    const reply = await post(seal(text('帮助', { FromUserName: 'anna', ToUserName: 'gh_callme' })));

    expect(reply.status).toBe(200);
    expect(Object.keys(readPush(reply.raw) ?? {})).toEqual(['Encrypt', 'MsgSignature', 'TimeStamp', 'Nonce']);
    expect(openReply(reply.raw)).toMatchObject({
      ToUserName: 'anna',
      FromUserName: 'gh_callme',
      MsgType: 'text',
      Content: '回复“报告”',
    });
    expect(decrypt(aesKey, readPush(reply.raw)?.Encrypt ?? '').id).toBe(ACCOUNT.appid);
    expect(reply.raw).not.toContain('回复');
  });

  it('links followers, stays silent where there is no reply, and handles a message once', async () => {
    const FromUserName = someone();
    const follow = seal(event('subscribe', 'qrscene_9', { FromUserName }));

    expect(openReply((await post(follow)).raw)?.Content).toBe('欢迎');
    expect(await readOne(userKey(FromUserName))).toMatchObject({ scene: '9' });
    expect(await post(follow)).toMatchObject(silence);
    expect(await post(seal(event('VIEW', 'https://h5.example.com/')))).toMatchObject(silence);
  });

  it('is proven by msg_signature alone', async () => {
    const { body, query } = seal(text('帮助'));
    const { signature: _, ...rest } = query;

    expect((await push(body, rest)).raw).toContain('<Encrypt>');
  });

  it.each<[string, (sealed: Sealed) => Record<string, string>]>([
    ['is missing', () => ({ msg_signature: '' })],
    ['is the plain one', ({ query }) => ({ msg_signature: query.signature as string })],
    ['is of another time', () => ({ timestamp: '1409304349' })],
    ['is of another nonce', () => ({ nonce: 'yyyyyy' })],
    ['is of another message', () => ({ msg_signature: seal(text('x')).query.msg_signature as string })],
  ])('403 refuses a msg_signature that %s', async (_, change) => {
    const sealed = seal(text('帮助'));

    expect(await post(sealed, change(sealed))).toMatchObject({ status: 403, raw: '签名不正确' });
  });

  it.each<[string, Parameters<typeof seal>]>([
    ['for another appid', [text('帮助'), { appid: 'wx-somebody-else' }]],
    ['by another key', [text('帮助'), { key: 'z'.repeat(43) }]],
  ])('2000 refuses what is encrypted %s, and says in the log why', async (_, sealed) => {
    const warn = vi.spyOn(console, 'warn');

    expect(await post(seal(...sealed))).toMatchObject({ status: 400, body: { error: { code: 2000 } } });
    expect(warn).toHaveBeenCalledOnce();
    expect(JSON.parse(warn.mock.lastCall?.[0])).toMatchObject({
      message: 'a push cannot be read',
      reason: 'its key or appid is not that of the app',
      UnreadablePushes: 1,
    });
  });

  it.each([
    ['is no push', 'hello'],
    ['has a DOCTYPE', '<!DOCTYPE xml><xml><FromUserName>a</FromUserName></xml>'],
    ['is of nobody', '<xml><MsgType>text</MsgType></xml>'],
  ])('2000 refuses an encrypted message that %s', async (_, message) => {
    expect(await post(seal(message))).toMatchObject({ status: 400, body: { error: { code: 2000 } } });
  });

  it('in 兼容模式 believes what is encrypted, not what stands beside it', async () => {
    const plain = '<FromUserName>mallory</FromUserName><MsgType>text</MsgType><Content>菜单</Content>';

    const { raw } = await post(seal(text('帮助', { FromUserName: 'anna' }), { plain }));

    expect(openReply(raw)).toMatchObject({ ToUserName: 'anna', Content: '回复“报告”' });
  });

  it('takes plain pushes too, while WeChat is changed over', async () => {
    expect(readPush((await push(text('帮助'))).raw)?.Content).toBe('回复“报告”');
  });
});

describe('POST /wx in 安全模式, without the key', () => {
  beforeEach(() => configure({}));

  it('answers nothing, and says so in one line of the log, which counts', async () => {
    const warn = vi.spyOn(console, 'warn');
    const sealed = seal(text('帮助'));

    expect(await post(sealed)).toMatchObject(silence);
    expect(warn).toHaveBeenCalledOnce();
    expect(JSON.parse(warn.mock.lastCall?.[0])).toEqual({
      level: 'warn',
      message: 'a push cannot be read',
      app: '5',
      reason: 'it is encrypted, and the app has no key: npm run admin -- apps put … --aes-key',
      service: 'h5',
      UnreadablePushes: 1,
      _aws: {
        Timestamp: expect.any(Number),
        CloudWatchMetrics: [
          {
            Namespace: 'callme',
            Dimensions: [['service']],
            Metrics: [{ Name: 'UnreadablePushes', Unit: 'Count' }],
          },
        ],
      },
    });
    expect(await post(sealed, { signature: 'x' })).toMatchObject({ status: 403 });
    expect(warn).toHaveBeenCalledOnce();
  });

  it('in 兼容模式 reads what stands beside it', async () => {
    const plain = text('帮助').replaceAll(/<\/?xml>|<ToUserName>.*?<\/ToUserName>/g, '');

    expect(readPush((await post(seal('', { plain }))).raw)?.Content).toBe('回复“报告”');
  });
});
