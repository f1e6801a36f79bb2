import { beforeAll, describe, expect, it } from 'vitest';
import { findApp, putApp } from '../../lib/wechat/apps.ts';
import { admin, adminJson, DONE, NOT_DONE, WRONG_COMMAND } from './support.ts';

const ACCOUNT = { id: '5', appid: 'wx-h5', secret: 'secret', pushToken: 'kept' };
const list = () => adminJson<{ key: string; text: string }[]>('replies', 'list');

describe('replies', () => {
  it('needs the official account', async () => {
    expect(await admin('replies', 'put', 'a', 'b')).toMatchObject({
      exitCode: NOT_DONE,
      stderr: 'There is no app 5 yet: apps put stores it.\n',
    });
  });
});

describe('replies put, list and remove', () => {
  beforeAll(() => putApp(ACCOUNT));

  it('stores, changes and removes a reply, and leaves the rest of the app alone', async () => {
    expect((await admin('replies', 'list')).stdout).toBe('There is no reply yet: replies put stores one.\n');
    await admin('replies', 'put', '帮助', '旧');
    await admin('replies', 'put', '*', '您好\n欢迎');
    expect(await admin('replies', 'put', '帮助', '新')).toMatchObject({
      exitCode: DONE,
      stdout: 'The reply to "帮助" is stored.\n',
    });

    expect(await list()).toEqual([
      { key: '*', text: '您好\n欢迎' },
      { key: '帮助', text: '新' },
    ]);
    expect(await findApp('5')).toMatchObject(ACCOUNT);
    expect((await admin('replies', 'remove', '帮助')).stdout).toBe('The reply to "帮助" is removed.\n');
    expect(await list()).toEqual([{ key: '*', text: '您好\n欢迎' }]);
  });

  it('stores pictures, articles and a welcome, and says of each what it is', async () => {
    const url = 'https://h5.example.com/app';
    await admin('replies', 'put', '+', '欢迎');
    await admin('replies', 'picture', 'MENU_2', 'media_id-1');
    await admin(
      'replies',
      'news',
      'MENU_3',
      '--title',
      '怎样测量',
      '--url',
      url,
      '--picture',
      `${url}/a.jpg`,
    );

    const article = { title: '怎样测量', description: '', picture: `${url}/a.jpg`, url };
    expect(await list()).toEqual([
      { key: '*', text: '您好\n欢迎' },
      { key: '+', text: '欢迎' },
      { key: 'MENU_2', mediaId: 'media_id-1' },
      { key: 'MENU_3', ...article },
    ]);
    expect((await admin('replies', 'list')).stdout).toMatch(/^MENU_3 +news +怎样测量 https:.*app$/m);
    for (const key of ['+', 'MENU_2', 'MENU_3']) await admin('replies', 'remove', key);
  });

  it.each([
    [['picture', 'a', 'no id']],
    [['picture', 'a', '']],
    [['news', 'a', '--title', '', '--url', 'https://h5.example.com/']],
    [['news', 'a', '--title', 't', '--url', 'javascript:alert(1)']],
    [['news', 'a', '--title', 't', '--url', 'https://h5.example.com/', '--picture', '/a.jpg']],
    [['news', 'a', '--title', 't']],
    [['news', 'a ', '--title', 't', '--url', 'https://h5.example.com/']],
  ])('refuses %j', async (words) => {
    expect(await admin('replies', ...words)).toMatchObject({ exitCode: WRONG_COMMAND });
  });

  it('says so when there is nothing to remove', async () => {
    expect(await admin('replies', 'remove', 'toString')).toMatchObject({
      exitCode: NOT_DONE,
      stderr: 'There is no reply to "toString".\n',
    });
  });

  it.each([
    ['a key with blanks around it', ' a', 'b'],
    ['an empty text', 'a', ''],
    ['more than 2,048 bytes', 'a', '字'.repeat(683)],
    ['a control character', 'a', 'b\u0000'],
  ])('refuses %s', async (_, key, text) => {
    expect(await admin('replies', 'put', key, text)).toMatchObject({ exitCode: WRONG_COMMAND });
  });

  it('apps put keeps replies and push token, and changes the token when it is given one', async () => {
    const put = (...more: string[]) =>
      admin('apps', 'put', '5', '--appid', 'wx-h5', '--secret', 's2', ...more);
    await put();
    expect(await findApp('5')).toMatchObject({
      secret: 's2',
      pushToken: 'kept',
      replies: { '*': '您好\n欢迎' },
    });

    await put('--push-token', 'New32');
    expect(await findApp('5')).toMatchObject({ pushToken: 'New32' });
    for (const wrong of ['', 'ab', 'a b c', 'x'.repeat(33)]) {
      expect(await put('--push-token', wrong)).toMatchObject({ exitCode: WRONG_COMMAND });
    }
  });

  it('apps put stores the key of encrypted pushes, keeps it, and forgets it when it is told to', async () => {
    const put = (...more: string[]) =>
      admin('apps', 'put', '5', '--appid', 'wx-h5', '--secret', 's2', ...more);
    const aesKey = 'abcdefghijklmnopqrstuvwxyz0123456789ABCDEFG';

    await put('--aes-key', aesKey);
    await put();
    expect(await findApp('5')).toMatchObject({ aesKey });
    for (const wrong of ['ab', aesKey.slice(1), `${aesKey}=`, `${aesKey.slice(1)}-`])
      expect(await put('--aes-key', wrong)).toMatchObject({ exitCode: WRONG_COMMAND });
    await put('--aes-key', '');
    expect(await findApp('5')).not.toHaveProperty('aesKey');
  });
});
