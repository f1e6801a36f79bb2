import { createHash } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { DecryptionError, decrypt } from '../../lib/wechat/decrypt.ts';
import { start } from './simulator.ts';

const user = { appid: 'wx-eater', openid: 'alice' };
type Session = { session_key: string };

describe('POST /simulator/user-info', () => {
  it('gives what wx.getUserInfo gives, for the session_key of the login', async () => {
    const { clock, control, exchanged } = await start();
    const js_code = await control.login({ ...user, unionid: 'union-alice' });

    const { rawData, signature, encryptedData, iv, userInfo } = await control.userInfo(user);

    const { session_key } = (await exchanged({ js_code })) as unknown as Session;
    expect(Object.keys(userInfo)).toEqual(
      'nickName gender language city province country avatarUrl'.split(' '),
    );
    expect(JSON.parse(rawData)).toEqual(userInfo);
    expect(signature).toBe(
      createHash('sha1')
        .update(rawData + session_key)
        .digest('hex'),
    );
    expect(JSON.stringify(decrypt('wx-eater', session_key, encryptedData, iv))).toBe(
      JSON.stringify({
        openId: 'alice',
        ...userInfo,
        unionId: 'union-alice',
        watermark: { timestamp: Math.floor(clock.ms / 1000), appid: 'wx-eater' },
      }),
    );
  });

  it('says of the user what it is told to, in another iv every time', async () => {
    const { control, exchanged } = await start();
    const js_code = await control.login(user);
    const told = { ...user, userInfo: { nickName: '小明', gender: 1 } };

    const [one, two] = [await control.userInfo(told), await control.userInfo(told)];

    const { session_key } = (await exchanged({ js_code })) as unknown as Session;
    expect(one.userInfo).toMatchObject({ nickName: '小明', gender: 1, city: '' });
    expect(one.iv).not.toBe(two.iv);
    expect(decrypt('wx-eater', session_key, two.encryptedData, two.iv)).toMatchObject(told.userInfo);
    expect(decrypt('wx-eater', session_key, two.encryptedData, two.iv)).not.toHaveProperty('unionId');
  });

  it('encrypts with a key that the next login replaces, and that each app has for itself', async () => {
    const { control, exchanged } = await start();
    const js_code = await control.login(user);
    await control.login({ ...user, appid: 'wx-seller' });
    const before = await control.userInfo(user);
    await control.login(user);
    const after = await control.userInfo(user);

    const { session_key } = (await exchanged({ js_code })) as unknown as Session;

    expect(decrypt('wx-eater', session_key, before.encryptedData, before.iv)).toHaveProperty('openId');
    expect(() => decrypt('wx-eater', session_key, after.encryptedData, after.iv)).toThrow(DecryptionError);
  });

  it('wants an object, if anything', async () => {
    const { control } = await start();
    await control.login(user);

    for (const userInfo of ['x', 7, []]) {
      const wrong = { ...user, userInfo: userInfo as never };
      await expect(control.userInfo(wrong)).rejects.toThrow('"userInfo" must be a JSON object.');
    }
  });
});
