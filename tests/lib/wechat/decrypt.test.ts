import { createCipheriv, createDecipheriv } from 'node:crypto';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  DecryptionError,
  decrypt,
  readSigned,
  UnfitKeyError,
  WatermarkError,
} from '../../../lib/wechat/decrypt.ts';
import { openDataSignature } from '../../../lib/wechat/signature.ts';
import { APPID, DATA, IV, KEY, RAW_DATA, RAW_KEY, RAW_SIGNATURE } from '../../support/open-data.ts';

const PLAIN = {
  openId: 'oGZUI0egBJY1zhBYw2KhdUfwVJJE',
  nickName: 'Band',
  gender: 1,
  language: 'zh_CN',
  city: 'Guangzhou',
  province: 'Guangdong',
  country: 'CN',
  avatarUrl:
    'http://wx.qlogo.cn/mmopen/vi_32/aSKcBBPpibyKNicHNTMM0qJVh8Kjgiak2AHWr8MHM4WgMEm7GFhsf8OYrySdbvAMvTsw3mo8ibKicsnfN5pRjl1p8HQ/0',
  unionId: 'ocMvos6NjeKLIBqg5Mr9QjxrP1FA',
  watermark: { timestamp: 1477314187, appid: APPID },
};

const UNREADABLE = 'encryptedData could not be decrypted with this session_key and iv';

/** Encrypts as WeChat does. */
const encrypt = (text: string, key = KEY, iv = IV): string => {
  const aes = createCipheriv('aes-128-cbc', Buffer.from(key, 'base64'), Buffer.from(iv, 'base64'));
  return Buffer.concat([aes.update(text, 'utf8'), aes.final()]).toString('base64');
};

/** Whether a key, right or wrong, leaves the sample with proper padding. */
const padsWell = (key: string): boolean => {
  const aes = createDecipheriv('aes-128-cbc', Buffer.from(key, 'base64'), Buffer.from(IV, 'base64'));
  try {
    aes.update(DATA, 'base64');
    return aes.final().length < 16;
  } catch {
    return false;
  }
};

const refusal = (appid: string, key: string, data: string, iv: string): string => {
  try {
    decrypt(appid, key, data, iv);
  } catch (error) {
    expect(error).toBeInstanceOf(DecryptionError);
    return (error as Error).message;
  }
  throw new Error('It was decrypted');
};

describe('decrypt', () => {
  it('reads WeChat’s published sample', () => {
    expect(decrypt(APPID, KEY, DATA, IV)).toEqual(PLAIN);
  });

  it('turns spaces back to the plus signs that a form ate', () => {
    expect(DATA).toContain('+');
    expect(decrypt(APPID, KEY, DATA.replaceAll('+', ' '), IV)).toEqual(PLAIN);

    const [key, iv] = ['++++++++++++++++++++++==', '+++++++++++++++++++++A=='].map((text) =>
      Buffer.from(text, 'base64').toString('base64'),
    ) as [string, string];
    const data = encrypt(JSON.stringify(PLAIN), key, iv);
    const asForm = (text: string) => text.replaceAll('+', ' ');
    expect(decrypt(APPID, asForm(key), asForm(data), asForm(iv))).toEqual(PLAIN);
  });

  it('refuses data that was meant for another app', () => {
    expect(refusal('wx-other', KEY, DATA, IV)).toBe('The watermark names another app');
    expect(() => decrypt('wx-other', KEY, DATA, IV)).toThrow(WatermarkError);
    expect(() => decrypt(APPID, KEY, DATA, KEY)).not.toThrow(WatermarkError);
  });

  it.each([
    ['no watermark', { openId: 'o' }],
    ['an empty watermark', { watermark: null }],
    ['a watermark without appid', { watermark: {} }],
    ['a list', [{ watermark: { appid: APPID } }]],
  ])('refuses data with %s', (_, plain) => {
    expect(refusal(APPID, KEY, encrypt(JSON.stringify(plain)), IV)).toBe('The watermark names another app');
  });

  it.each([['42'], ['"text"'], ['null'], ['{"watermark":'], ['']])('refuses data that says %s', (plain) => {
    expect(refusal(APPID, KEY, encrypt(plain), IV)).toBe(UNREADABLE);
  });

  it('refuses the wrong key, whether or not the padding gives it away', () => {
    const wrong = (n: number) =>
      Buffer.alloc(16, n)
        .fill(n >> 8, 8)
        .toString('base64');
    const keys = Array.from({ length: 2_000 }, (_, n) => wrong(n));
    // One wrong key in 256 yields what looks like padding.
    const passing = keys.filter(padsWell);

    expect(passing.length).toBeGreaterThan(0);
    for (const key of keys) expect(refusal(APPID, key, DATA, IV)).toBe(UNREADABLE);
    expect(refusal(APPID, 'HyVFkGl5F5OQWJZZaNzBBg==', DATA, IV)).toBe(UNREADABLE);
  });

  it('tells a key that does not fit from data that no key fits', () => {
    expect(() => decrypt(APPID, RAW_KEY, DATA, IV)).toThrow(UnfitKeyError);
    for (const [data, iv] of [
      ['!', IV],
      [DATA, 'AAAA'],
    ] as const)
      expect(() => decrypt(APPID, KEY, data, iv)).not.toThrow(UnfitKeyError);
    expect(() => decrypt('wx-other', KEY, DATA, IV)).not.toThrow(UnfitKeyError);
  });

  it('refuses the wrong iv, which no padding gives away', () => {
    expect(refusal(APPID, KEY, DATA, 'HyVFkGl5F5OQWJZZaNzBBg==')).toBe(UNREADABLE);
  });

  it('refuses what was cut short', () => {
    const bytes = Buffer.from(DATA, 'base64');
    for (const length of [1, 15, 16, 17, bytes.length - 16, bytes.length - 1])
      expect(refusal(APPID, KEY, bytes.subarray(0, length).toString('base64'), IV)).toBe(UNREADABLE);
  });

  it.each([
    ['encryptedData', KEY, '', IV],
    ['session_key', '', DATA, IV],
    ['iv', KEY, DATA, ''],
    ['encryptedData', KEY, DATA.replaceAll('+', '-').replaceAll('/', '_'), IV],
    ['encryptedData', KEY, DATA.replace(/=+$/, ''), IV],
    ['encryptedData', KEY, `${DATA}!`, IV],
    ['encryptedData', KEY, DATA.slice(0, -5), IV],
    ['encryptedData', KEY, `${DATA}${DATA}`, IV],
    ['encryptedData', KEY, '%7B%7D', IV],
    ['session_key', KEY.replace(/=+$/, ''), DATA, IV],
    ['iv', KEY, DATA, IV.replace(/=+$/, '')],
    ['iv', KEY, DATA, `\n${IV}`],
  ])('refuses an %s that is not base64', (name, key, data, iv) => {
    expect(refusal(APPID, key, data, iv)).toBe(`${name} is not base64`);
  });

  it.each([15, 17, 24, 32])('refuses a key and an iv of %i bytes', (length) => {
    const odd = Buffer.alloc(length, 7).toString('base64');

    expect(refusal(APPID, odd, DATA, IV)).toBe('session_key has not 16 bytes');
    expect(refusal(APPID, KEY, DATA, odd)).toBe('iv has not 16 bytes');
  });

  it('tells no secret in its errors', () => {
    for (const [key, data, iv] of [
      [KEY, DATA.slice(0, -4), IV],
      ['HyVFkGl5F5OQWJZZaNzBBg==', DATA, IV],
      [KEY, '!', IV],
    ] as const) {
      const message = refusal(APPID, key, data, iv);
      expect(message).not.toContain(key);
      expect(message).not.toContain(iv);
    }
  });

  it('reads whatever WeChat may encrypt', () => {
    const sixteenBytes = fc
      .uint8Array({ minLength: 16, maxLength: 16 })
      .map((bytes) => Buffer.from(bytes).toString('base64'));
    const plain = fc.dictionary(fc.string({ unit: 'grapheme' }), fc.jsonValue());

    fc.assert(
      fc.property(plain, fc.string(), sixteenBytes, sixteenBytes, (fields, appid, key, iv) => {
        const expected = JSON.parse(JSON.stringify({ ...fields, watermark: { appid, timestamp: 1 } }));
        expect(decrypt(appid, key, encrypt(JSON.stringify(expected), key, iv), iv)).toEqual(expected);
      }),
    );
  });
});

describe('readSigned', () => {
  it('reads WeChat’s published sample', () => {
    expect(readSigned(RAW_KEY, RAW_DATA, RAW_SIGNATURE)).toMatchObject({ nickName: 'Band', gender: 1 });
    expect(readSigned(RAW_KEY, RAW_DATA, RAW_SIGNATURE.toUpperCase())).toMatchObject({ nickName: 'Band' });
  });

  it.each([
    ['another session_key', KEY, RAW_DATA, RAW_SIGNATURE],
    ['other data', RAW_KEY, `${RAW_DATA} `, RAW_SIGNATURE],
    ['another signature', RAW_KEY, RAW_DATA, `0${RAW_SIGNATURE.slice(1)}`],
    ['no signature', RAW_KEY, RAW_DATA, ''],
  ])('refuses %s', (_, key, data, signature) => {
    expect(() => readSigned(key, data, signature)).toThrow(UnfitKeyError);
  });

  it.each(['[]', 'null', 'Band', ''])('refuses signed data that is no JSON object: %s', (data) => {
    const read = () => readSigned(KEY, data, openDataSignature(data, KEY));

    expect(read).toThrow('rawData is no JSON object');
    expect(read).not.toThrow(UnfitKeyError);
  });
});
