import { afterEach, describe, expect, it, vi } from 'vitest';
import { findApp } from '../../lib/wechat/apps.ts';
import { admin, adminJson, adminProcess, DONE, WRONG_COMMAND } from './support.ts';

const SECRET = '0123456789abcdef0123456789abcdef';

afterEach(() => vi.unstubAllEnvs());

describe('apps list', () => {
  it('says so where there is none', async () => {
    expect(await admin('apps', 'list')).toEqual({
      exitCode: DONE,
      stdout: 'There is no app yet: apps put stores one.\n',
      stderr: '',
    });
  });

  it('lists the apps by id, and no secret', async () => {
    await admin('apps', 'put', '12', '--appid', 'wx-twelve', '--secret', SECRET, '--title', '食堂取个号');
    await admin('apps', 'put', '11', '--appid', 'wx-eleven', '--secret', 'short-secret');

    expect((await admin('apps', 'list')).stdout).toBe(
      [
        'id  appid      title       secret',
        '11  wx-eleven  –           set',
        '12  wx-twelve  食堂取个号  set, ends in cdef',
        '',
      ].join('\n'),
    );
    expect(await adminJson('apps', 'list')).toEqual([
      { id: '11', appid: 'wx-eleven', title: null, secret: 'set' },
      { id: '12', appid: 'wx-twelve', title: '食堂取个号', secret: 'set, ends in cdef' },
    ]);
  });
});

describe('apps put', () => {
  it('stores an app', async () => {
    const put = await admin('apps', 'put', '1', '--appid', 'wx-1', '--secret', SECRET, '--title', 'Eaters');

    expect(put).toEqual({ exitCode: DONE, stdout: 'App 1 (wx-1) is stored.\n', stderr: '' });
    expect(await findApp('1')).toMatchObject({ id: '1', appid: 'wx-1', secret: SECRET, title: 'Eaters' });
  });

  it('changes an app, and keeps the title that it does not name', async () => {
    await admin('apps', 'put', '2', '--appid', 'wx-2', '--secret', SECRET, '--title', 'Sellers');
    const put = await admin('apps', 'put', '2', '--appid', 'wx-2-new', '--secret', 'new-secret');

    expect(put.stdout).toBe('App 2 (wx-2-new) is changed.\n');
    expect(await findApp('2')).toMatchObject({ appid: 'wx-2-new', secret: 'new-secret', title: 'Sellers' });
  });

  it('takes the secret from WECHAT_APP_SECRET, unless an option gives it', async () => {
    vi.stubEnv('WECHAT_APP_SECRET', 'from-environment');
    await admin('apps', 'put', '3', '--appid', 'wx-3');
    await admin('apps', 'put', '4', '--appid', 'wx-4', '--secret', 'from-option');

    expect((await findApp('3'))?.secret).toBe('from-environment');
    expect((await findApp('4'))?.secret).toBe('from-option');
  });

  it('takes the secret from the standard input', async () => {
    const put = await adminProcess(['apps', 'put', '5', '--appid', 'wx-5', '--secret', '-', '--json'], {
      stdin: `${SECRET}\r\n`,
    });

    expect(put).toMatchObject({ exitCode: DONE, stderr: '' });
    expect(put.stdout).not.toContain(SECRET);
    expect((await findApp('5'))?.secret).toBe(SECRET);
  });

  it.each([
    [['1', '--appid', 'wx-1'], 'The secret is missing: give it by --secret or by WECHAT_APP_SECRET.'],
    [
      ['1', '--appid', 'wx-1', '--secret', ''],
      'The secret is missing: give it by --secret or by WECHAT_APP_SECRET.',
    ],
    [['1', '--appid', 'wx-1', '--secret', 'a b'], 'A secret has no blanks in it.'],
    [['1', '--appid', 'wx 1', '--secret', SECRET], '"wx 1" is no appid, which is made of'],
    [['token#wx-1', '--appid', 'wx-1', '--secret', SECRET], '"token#wx-1" is no app id, which is made of'],
    [['', '--appid', 'wx-1', '--secret', SECRET], '"" is no app id, which is made of'],
  ])('refuses %j', async (argv, sentence) => {
    vi.stubEnv('WECHAT_APP_SECRET', undefined);
    const before = await adminJson('apps', 'list');
    const { exitCode, stderr } = await admin('apps', 'put', ...argv);

    expect(exitCode).toBe(WRONG_COMMAND);
    expect(stderr).toContain(sentence);
    expect(stderr).toContain('Usage: npm run admin -- apps put <id> --appid <appid>');
    expect(stderr).not.toContain(SECRET);
    expect(await adminJson('apps', 'list')).toEqual(before);
  });
});
