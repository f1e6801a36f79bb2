import { afterAll, afterEach, beforeAll, expect, it } from 'vitest';
import { type App, putApp } from '../../lib/wechat/apps.ts';
import { controlWechat } from '../../local/wechat/control-client.ts';
import { startWechat, type Wechat } from '../../local/wechat/server.ts';
import { admin, adminJson, DONE, NOT_DONE } from './support.ts';

const CALL = {
  id: 'call',
  title: '取餐提醒',
  content: '号码:{{character_string1.DATA}}\n商家:{{thing2.DATA}}\n',
};
const EATERS: App = { id: '1', appid: 'wx-eaters', secret: 'secret' };
const callTemplate = { id: 'call', values: { character_string1: '{marchSn}', thing2: '{sellerName}' } };
const ACCOUNT: App = { id: '5', appid: 'wx-account', secret: 'secret' };

let wechat: Wechat;
const control = () => controlWechat(wechat.url);

beforeAll(async () => {
  wechat = await startWechat({
    apps: [
      { appid: 'wx-eaters', secret: 'secret', pages: ['pages/qu/qu'], templates: [CALL] },
      { appid: 'wx-unpublished', secret: 'secret', pages: [], templates: [] },
      { appid: 'wx-account', secret: 'secret' },
    ],
  });
  process.env.WECHAT_API_BASE_URL = wechat.url;
});
afterAll(() => wechat.close());
afterEach(() => control().clearFaults());

const check = async (app: App): Promise<string> => {
  await putApp(app);
  const { exitCode, stdout, stderr } = await admin('apps', 'check', app.id);
  expect(stderr).toBe('');
  expect(exitCode).toBe(/^wrong /m.test(stdout) ? NOT_DONE : DONE);
  return stdout;
};
const SECRET = 'appid and secret     WeChat gives an access_token';

it('says of a mini-program that all is well, and troubles nobody', async () => {
  await control().clearCalls();

  expect(await check({ ...EATERS, callTemplate })).toBe(
    [
      `ok  ${SECRET}`,
      'ok  message of a call    the template call (取餐提醒) has these keys: character_string1, thing2',
      'ok  code of pages/qu/qu  the published mini-program has the page',
      '',
    ].join('\n'),
  );
  expect((await control().calls()).map(({ path }) => path)).toEqual([
    '/cgi-bin/stable_token',
    '/wxaapi/newtmpl/gettemplate',
    '/wxa/getwxacodeunlimit',
  ]);
  expect(await control().messages()).toEqual([]);
});

it('knows that a version on trial has no published pages, and tells it in JSON too', async () => {
  const trial = { ...EATERS, appid: 'wx-unpublished' };

  expect(await check(trial)).toContain(
    'wrong  code of pages/qu/qu  the published mini-program has no such page: publish a version that has it, or say --env trial (41030 invalid page, rid: ',
  );
  expect(await check({ ...trial, envVersion: 'trial' })).toContain(
    'ok  code of pages/qu/qu  WeChat makes codes of',
  );
  expect(await adminJson('apps', 'check', '1')).toMatchObject([
    { what: 'appid and secret', ok: true },
    { what: 'message of a call', ok: null, says: 'none is stored, and none is sent: --call-template' },
    { what: 'code of pages/qu/qu', ok: true },
  ]);
});

it.each([
  [{ ...callTemplate, id: 'other' }, 'the account has no template other; it has call (取餐提醒)'],
  [{ id: 'call', values: { thing2: 'x' } }, '--call-values has no text for the template’s character_string1'],
  [
    { id: 'call', values: { ...callTemplate.values, thing9: 'x' } },
    '--call-values has thing9, which the template has not',
  ],
])('names what is wrong with the message %j', async (template, says) => {
  expect(await check({ ...EATERS, callTemplate: template })).toContain(
    `wrong  message of a call    ${says}\n`,
  );
});

it.each([
  [
    { ...EATERS, secret: 'wrong' },
    'the secret is wrong: it may have been reset in the console since (40125 ',
  ],
  [{ ...EATERS, appid: 'wx-none' }, 'WeChat knows no such appid: compare it with 开发管理 → 开发设置'],
])('goes no further than a wrong app: %j', async (app, says) => {
  const said = await check(app);

  expect(said).toContain(`wrong  appid and secret  ${says}`);
  expect(said.trimEnd().split('\n')).toHaveLength(1);
});

it('names the address that is not on the whitelist, and a WeChat that is not there', async () => {
  await control().addFault({ path: '/cgi-bin/stable_token', kind: 'errcode', errcode: 40164, times: 1 });
  expect(await check(EATERS)).toMatch(/IP whitelist.* \(40164 invalid ip 127\.0\.0\.1 .*not in whitelist/);

  await control().addFault({ path: '/cgi-bin/stable_token', kind: 'html' });
  expect(await check(EATERS)).toContain(`WeChat could not be asked at ${wechat.url}: answered no JSON`);
});

it('tries of an official account what its web pages need', async () => {
  expect(await check(ACCOUNT)).toContain('ok  JS-SDK            WeChat gives a jsapi_ticket\n');
  await control().addFault({ path: '/cgi-bin/ticket/getticket', kind: 'errcode', errcode: 48001 });
  expect(await check({ ...ACCOUNT, id: '9', pushToken: 'token' })).toContain(
    'wrong  JS-SDK            the account may not use this: see 接口权限 in the console (48001 ',
  );
});

it('says that an app is not there', async () => {
  expect(await admin('apps', 'check', '77')).toEqual({
    exitCode: NOT_DONE,
    stdout: '',
    stderr: 'There is no app 77: apps list shows those that there are.\n',
  });
});
