import * as wecom from '@wecom/crypto';
import fc from 'fast-check';
import Encryptor from 'node-easywechat/dist/Core/Encryptor.js';
import { describe, expect, it } from 'vitest';
import WechatCrypto from 'wechat-crypto';
import { decryptMessage, encryptMessage, isAesKey } from '../../../lib/wechat/message-crypto.ts';
import { pushSignature } from '../../../lib/wechat/signature.ts';

const aesKey = 'abcdefghijklmnopqrstuvwxyz0123456789ABCDEFG';

/** Tencent's sample code in Java (WXBizMsgCryptTest): its random bytes are fixed. */
const JAVA = {
  appid: 'wxb11529c136998cb6',
  text: '我是中文abcd123',
  random: Buffer.from('aaaabbbbccccdddd'),
  encrypted: 'jn1L23DB+6ELqJ+6bruv21Y6MD7KeIfP82D6gU39rmkgczbWwt5+3bnyg5K55bgVtVzd832WzZGMhkP72vVOfg==',
};

/** Tencent's sample code in Python (Sample.py): a push as WeChat sent it. */
const PYTHON = {
  appid: 'wx2c2769f8efd9abc2',
  token: 'spamtest',
  timestamp: '1409735669',
  nonce: '1320562132',
  msgSignature: '5d197aaffba7e9b25a30732f161a50dee96bd5fa',
  encrypted:
    'hyzAe4OzmOMbd6TvGdIOO6uBmdJoD0Fk53REIHvxYtJlE2B655HuD0m8KUePWB3+LrPXo87wzQ1QLvbeUgmBM4x6F8PGHQHFVAFmOD2LdJF9FrXpbUAh0B5GIItb52sn896wVsMSHGuPE328HnRGBcrS7C41IzDWyWNlZkyyXwon8T332jisa+h6tEDYsVticbSnyU8dKOIbgU6ux5VTjg3yt+WGzjlpKn6NPhRjpA912xMezR4kw6KWwMrCVKSVCZciVGCgavjIQ6X8tCOp3yZbGpy0VxpAe+77TszTfRd5RJSVO/HTnifJpXgCSUdUue1v6h0EIBYYI1BD1DlD+C0CR8e6OewpusjZ4uBl9FyJvnhvQl+q5rv1ixrcpCumEPo5MJSgM9ehVsNPfUM669WuMyVWQLCzpu9GhglF2PE=',
  text: [
    '<xml><ToUserName><![CDATA[gh_10f6c3c3ac5a]]></ToUserName>',
    '<FromUserName><![CDATA[oyORnuP8q7ou2gfYjqLzSIWZf0rs]]></FromUserName>',
    '<CreateTime>1409735668</CreateTime>',
    '<MsgType><![CDATA[text]]></MsgType>',
    '<Content><![CDATA[abcdteT]]></Content>',
    '<MsgId>6054768590064713728</MsgId>',
    '</xml>',
  ].join('\n'),
};

describe('message encryption', () => {
  it('gives Tencent’s own samples', () => {
    const { appid, text, random, encrypted } = JAVA;

    expect(encryptMessage({ appid, aesKey }, text, random)).toBe(encrypted);
    expect(decryptMessage({ appid, aesKey }, encrypted)).toBe(text);
    expect(decryptMessage({ appid: PYTHON.appid, aesKey }, PYTHON.encrypted)).toBe(PYTHON.text);
    const { token, timestamp, nonce } = PYTHON;
    expect(pushSignature(token, timestamp, nonce, PYTHON.encrypted)).toBe(PYTHON.msgSignature);
  });

  it('is read by three independent packages, and reads what they write', () => {
    const appid = 'wx-test-h5';
    const [token, timestamp, nonce] = ['testpush', 1409304348, 'xxxxxx'];
    const old = new WechatCrypto(token, aesKey, appid);
    const easy = new Encryptor(appid, token, aesKey, appid);
    const theirs = (text: string) => [
      wecom.encrypt(aesKey, text, appid),
      old.encrypt(text),
      /<Encrypt>(.*?)</.exec(easy.encrypt(text, nonce, timestamp))?.[1] ?? '',
    ];
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme', maxLength: 200 }), (text) => {
        const encrypted = encryptMessage({ appid, aesKey }, text);
        const signature = pushSignature(token, String(timestamp), nonce, encrypted);

        expect(wecom.decrypt(aesKey, encrypted)).toMatchObject({ message: text, id: appid });
        expect(old.decrypt(encrypted)).toEqual({ message: text, id: appid });
        expect(easy.decrypt(encrypted, signature, nonce, timestamp)).toBe(text);
        expect(wecom.getSignature(token, timestamp, nonce, encrypted)).toBe(signature);
        expect(old.getSignature(String(timestamp), nonce, encrypted)).toBe(signature);
        for (const one of theirs(text)) expect(decryptMessage({ appid, aesKey }, one)).toBe(text);
      }),
      { numRuns: 50 },
    );
  });

  it('reads nothing that is damaged, cut off, or of another key or appid', () => {
    const { appid, encrypted } = JAVA;
    const bytes = Buffer.from(encrypted, 'base64');
    const damaged = Buffer.from(bytes).fill(0, 63);
    const broken = [
      '',
      '=',
      'x',
      '微信',
      bytes.subarray(0, 63),
      bytes.subarray(0, 32),
      bytes.subarray(16),
      damaged,
    ];

    for (const one of broken)
      expect(decryptMessage({ appid, aesKey }, one.toString('base64'))).toBeUndefined();
    expect(decryptMessage({ appid: PYTHON.appid, aesKey }, encrypted)).toBeUndefined();
    expect(decryptMessage({ appid, aesKey: 'z'.repeat(43) }, encrypted)).toBeUndefined();
  });

  it('knows an EncodingAESKey by its form', () => {
    expect([aesKey, aesKey.slice(1), `${aesKey}=`, `${aesKey.slice(1)}-`, ''].map(isAesKey)).toEqual([
      ...[true, false, false, false, false],
    ]);
  });
});
