import { afterEach, describe, expect, it, vi } from 'vitest';
import type { Ticket } from '../../lib/callme/queue.ts';
import { findApp } from '../../lib/wechat/apps.ts';
import { controlWechat } from '../../local/wechat/control-client.ts';
import { startWechat } from '../../local/wechat/server.ts';
import { admin, adminJson, adminProcess, DONE, NOT_DONE, WRONG_COMMAND } from './support.ts';

const SECRET = '0123456789abcdef0123456789abcdef';
const TEMPLATE = 'Zq3_call-template-of-43-characters-abcdefgh';
const VALUES = 'thing1={sellerName},character_string2={marchSn}';

/** Stores an app with a secret, and whatever else. */
const put = (id: string, ...more: string[]) =>
  admin('apps', 'put', id, '--appid', `wx-${id}`, '--secret', SECRET, ...more);

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
    const durations = ['--login-duration', '7', '--session-duration', '3600'];
    const secret = ['--secret', SECRET];
    await admin(
      'apps',
      'put',
      '12',
      '--appid',
      'wx-twelve',
      ...secret,
      '--title',
      '食堂取个号',
      ...durations,
    );
    await admin('apps', 'put', '11', '--appid', 'wx-eleven', '--secret', 'short-secret');
    await put('13', '--env', 'trial', '--call-template', TEMPLATE, '--call-values', VALUES);

    expect((await admin('apps', 'list')).stdout).toBe(
      [
        'id  appid      title       version  secret             login days  session seconds  message of a call',
        '11  wx-eleven  –           release  set                –           –                –',
        '12  wx-twelve  食堂取个号  release  set, ends in cdef           7             3600  –',
        `13  wx-13      –           trial    set, ends in cdef  –           –                ${TEMPLATE}`,
        '',
      ].join('\n'),
    );
    const bare = {
      title: null,
      envVersion: 'release',
      loginDuration: null,
      sessionDuration: null,
      callTemplate: null,
      nearTemplate: null,
    };
    expect(await adminJson('apps', 'list')).toEqual([
      { ...bare, id: '11', appid: 'wx-eleven', secret: 'set' },
      {
        ...bare,
        id: '12',
        appid: 'wx-twelve',
        title: '食堂取个号',
        secret: 'set, ends in cdef',
        loginDuration: 7,
        sessionDuration: 3600,
      },
      {
        ...bare,
        id: '13',
        appid: 'wx-13',
        envVersion: 'trial',
        secret: 'set, ends in cdef',
        callTemplate: {
          id: TEMPLATE,
          values: { thing1: '{sellerName}', character_string2: '{marchSn}' },
        },
      },
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

  it('stores the message of a call, changes part of it, keeps it and ends it', async () => {
    const message = async (...options: string[]) => {
      expect(await put('6', ...options)).toMatchObject({ exitCode: DONE, stderr: '' });
      return (await findApp('6'))?.callTemplate;
    };
    const values = { thing1: '{sellerName}', character_string2: '{marchSn}' };

    expect(await message('--call-template', TEMPLATE, '--call-values', VALUES)).toEqual({
      id: TEMPLATE,
      values,
    });
    expect(await message('--call-template', 'other')).toEqual({ id: 'other', values });
    expect(await message('--call-values', ' thing3 = {noteContent} = {marchSn}号 ')).toEqual({
      id: 'other',
      values: { thing3: '{noteContent} = {marchSn}号' },
    });
    expect(await message('--title', 'Eaters')).toMatchObject({ id: 'other' });
    expect(await message('--call-template', '')).toBeUndefined();
    expect(await message()).toBeUndefined();
  });

  it('knows every word that the message of a call can have', async () => {
    const wechat = await startWechat({ apps: [{ appid: 'wx-7', secret: SECRET }] });
    vi.stubEnv('WECHAT_API_BASE_URL', wechat.url);
    const values = 'thing1={sellerName},character_string2={marchSn},thing3={noteContent}';
    await put('7', '--call-template', TEMPLATE, '--call-values', values);
    const { sendMessages } = await import('../../lib/callme/sending.ts');
    const ticket = { sellerId: 1, marchSn: 12, sellerName: '麻辣香锅', noteContent: '酸辣粉' };
    const called = {
      ...ticket,
      user: '7#anna',
      subscribe: true,
      fetchId: 'a',
      calledAt: Date.now(),
      callCount: 1,
      day: '2026-11-20',
    };

    await sendMessages([{ sequence: '1', after: called as Ticket }]);

    const [sent] = await controlWechat(wechat.url).messages();
    await wechat.close();
    expect(sent).toMatchObject({
      touser: 'anna',
      template_id: TEMPLATE,
      data: {
        thing1: { value: '麻辣香锅' },
        character_string2: { value: '12' },
        thing3: { value: '酸辣粉' },
      },
    });
  });

  it('stores which version codes and messages open, and keeps it', async () => {
    const version = async (...options: string[]) => {
      expect(await put('14', ...options)).toMatchObject({ exitCode: DONE, stderr: '' });
      return (await findApp('14'))?.envVersion;
    };

    expect(await version()).toBeUndefined();
    expect(await version('--env', 'trial')).toBe('trial');
    expect(await version('--title', 'Eaters')).toBe('trial');
    expect(await version('--env', 'release')).toBe('release');
    expect(await put('14', '--env', 'beta')).toMatchObject({
      exitCode: WRONG_COMMAND,
      stderr: expect.stringContaining('"beta" is no version: develop, trial or release.'),
    });
  });

  it.each([
    [['--call-template', TEMPLATE], '--call-values is missing: they go together.'],
    [['--call-values', VALUES], '--call-template is missing: they go together.'],
    [['--call-template', 'a b', '--call-values', VALUES], '"a b" is no template id, which is made of'],
    [['--call-template', '', '--call-values', VALUES], '"" is no template id, which is made of'],
    [['--call-template', TEMPLATE, '--call-values', ''], '"" is no text for a key, such as'],
    [['--call-template', TEMPLATE, '--call-values', 'thing1'], '"thing1" is no text for a key, such as'],
    [['--call-template', TEMPLATE, '--call-values', 'thing1='], '"thing1=" is no text for a key, such as'],
    [['--call-template', TEMPLATE, '--call-values', `${VALUES},`], '"" is no text for a key, such as'],
    [['--call-template', TEMPLATE, '--call-values', 'thing={marchSn}'], '"thing" is no key of a template'],
    [['--call-template', TEMPLATE, '--call-values', 'thin1={marchSn}'], '"thin1" is no key of a template'],
    [
      ['--call-template', TEMPLATE, '--call-values', 'thing1={seller}'],
      '"{seller}" is none of the words sellerName, marchSn, noteContent, counter, ahead.',
    ],
    [['--call-template', TEMPLATE, '--call-values', 'thing1={marchSn'], '"{marchSn" is none of the words'],
    [['--call-template', TEMPLATE, '--call-values', 'thing1=a,thing1=b'], 'The key thing1 has two texts.'],
  ])('refuses %j', async (options, sentence) => {
    const { exitCode, stderr } = await put('8', ...options);

    expect(exitCode).toBe(WRONG_COMMAND);
    expect(stderr).toContain(sentence);
    expect(await findApp('8')).toBeUndefined();
  });

  it('stores how long sessions live, and keeps what it does not name', async () => {
    const durations = async (...options: string[]) => {
      expect(await put('9', ...options)).toMatchObject({ exitCode: DONE, stderr: '' });
      const { loginDuration, sessionDuration } = (await findApp('9')) ?? {};
      return [loginDuration, sessionDuration];
    };

    expect(await durations()).toEqual([undefined, undefined]);
    expect(await durations('--login-duration', '1')).toEqual([1, undefined]);
    expect(await durations('--session-duration', '315360000')).toEqual([1, 315_360_000]);
    expect(await durations('--login-duration', '3650')).toEqual([3_650, 315_360_000]);
    expect(await durations('--title', 'Nine')).toEqual([3_650, 315_360_000]);
  });

  it.each([
    [['--login-duration', '0'], '"0" is no number of days from 1 to 3650.'],
    [['--login-duration', '3651'], '"3651" is no number of days from 1 to 3650.'],
    [['--login-duration', ''], '"" is no number of days from 1 to 3650.'],
    [['--session-duration', '1.5'], '"1.5" is no number of seconds from 1 to 315360000.'],
    [['--session-duration', '315360001'], '"315360001" is no number of seconds from 1 to 315360000.'],
  ])('refuses a duration: %j', async (options, sentence) => {
    const { exitCode, stderr } = await put('10', ...options);

    expect(exitCode).toBe(WRONG_COMMAND);
    expect(stderr).toContain(sentence);
    expect(await findApp('10')).toBeUndefined();
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

describe('apps remove', () => {
  it('forgets an app, once', async () => {
    await put('gone');

    expect(await admin('apps', 'remove', 'gone')).toEqual({
      exitCode: DONE,
      stdout: 'App gone is removed.\n',
      stderr: '',
    });
    expect(await findApp('gone')).toBeUndefined();
    expect(await admin('apps', 'remove', 'gone')).toEqual({
      exitCode: NOT_DONE,
      stdout: '',
      stderr: 'There is no app gone: apps list shows those that there are.\n',
    });
  });

  it('touches nothing that is no app', async () => {
    const { exitCode, stderr } = await admin('apps', 'remove', 'token#wx-1');

    expect(exitCode).toBe(WRONG_COMMAND);
    expect(stderr).toContain('"token#wx-1" is no app id');
  });
});
