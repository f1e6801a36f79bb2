import { afterEach, describe, expect, it, vi } from 'vitest';
import { documents } from '../../lib/store/dynamodb.ts';
import { DEMO_USER } from '../../local/demo-examples.ts';
import {
  ask,
  codeOf,
  control,
  cook,
  logIn,
  openKitchen,
  register,
  send,
  someone,
} from '../support/kitchen.ts';

openKitchen();
afterEach(async () => {
  documents.middlewareStack.remove('spy');
  await control().clearFaults();
});

const EXCHANGE = '/sns/jscode2session';
const answer = (flag: boolean, message: string, login = false) => ({
  flag,
  data: null,
  sessionId: null,
  message,
  login,
});
const isLoggedIn = async (cookie: string) =>
  (await ask('GET /menus/2046', { cookie })).message === '查询成功';

describe('POST /userinfos/login', () => {
  it('answers 登录成功 with the user and a session, which is also the cookie', async () => {
    const openid = someone();
    await register(openid, {
      nickName: '小李',
      gender: 2,
      city: '广州',
      avatarUrl: 'https://example.com/a.png',
    });

    const { status, body, raw } = await send('POST /userinfos/login', { body: await codeOf(openid) });

    expect({ status, body }).toEqual({
      status: 200,
      body: {
        flag: true,
        data: {
          id: expect.any(Number),
          openid,
          sessionKey: '',
          avatarUrl: 'https://example.com/a.png',
          city: '广州',
          country: '',
          gender: 2,
          language: '',
          nickName: '小李',
          province: '',
          deleted: 0,
        },
        sessionId: expect.stringMatching(/^[0-9A-F]{32}$/),
        message: '登录成功',
        login: false,
      },
    });
    expect(raw).toMatch(/"sessionKey":""/);
  });

  it('sets the cookie for this host and everything on it, hidden from scripts, and secure where the request was', async () => {
    const login = async (headers: Record<string, string>) => {
      const { handler } = await import('../../functions/recipes/login.ts');
      const { apiEvent } = await import('../support/api.ts');
      const event = apiEvent({ path: '/userinfos/login', body: await codeOf(DEMO_USER.openid), headers });
      const { cookies, body = '' } = await handler(event, { awsRequestId: 'r' });
      return { cookies, key: JSON.parse(body).sessionId };
    };

    const [byHttps, byHttp] = [await login({}), await login({ 'x-forwarded-proto': 'http' })];

    expect(byHttps.cookies).toEqual([`JSESSIONID=${byHttps.key}; Path=/; HttpOnly; Secure; SameSite=Lax`]);
    expect(byHttp.cookies).toEqual([`JSESSIONID=${byHttp.key}; Path=/; HttpOnly; SameSite=Lax`]);
    expect(byHttp.key).not.toBe(byHttps.key);
  });

  it('takes the code as a JSON string, too', async () => {
    const body = JSON.stringify(await codeOf(DEMO_USER.openid));

    expect(await ask('POST /userinfos/login', { body })).toMatchObject({ flag: true, message: '登录成功' });
  });

  it('answers a living session as it is, and asks neither WeChat nor the users', async () => {
    const cookie = await logIn(DEMO_USER.openid);
    const first = await ask('POST /userinfos/login', { cookie });
    await control().clearCalls();
    const commands: unknown[] = [];
    documents.middlewareStack.add(
      (next, { commandName }) =>
        (args) => {
          commands.push([commandName, JSON.stringify(args.input).includes('user#')]);
          return next(args);
        },
      { step: 'initialize', name: 'spy' },
    );

    const again = await ask('POST /userinfos/login', { cookie, body: 'a code that nobody gave' });

    expect(again).toEqual(first);
    expect(again).toMatchObject({ flag: true, sessionId: cookie, data: { nickName: '小郭' } });
    expect(await control().calls()).toEqual([]);
    expect(commands).toEqual([['BatchGetItemCommand', false]]);
  });

  it('answers 用户未注册 to whom it does not know, and gives no session', async () => {
    const reply = await send('POST /userinfos/login', { body: await codeOf(someone()) });

    expect(reply).toMatchObject({ status: 200, body: answer(false, '用户未注册') });
  });

  it('answers 登录失败,code无效 to a code that WeChat never gave, or that was used', async () => {
    const used = await codeOf(DEMO_USER.openid);
    await ask('POST /userinfos/login', { body: used });

    for (const body of ['never-given', used]) {
      expect(await send('POST /userinfos/login', { body })).toMatchObject({
        status: 200,
        body: answer(false, '登录失败,code无效'),
      });
    }
  });

  it.each([
    { kind: 'errcode', errcode: -1 },
    { kind: 'errcode', errcode: 40125 },
    { kind: 'status', status: 500 },
    { kind: 'reset' },
  ] as const)('is answered 503 when WeChat cannot say: %o', async (fault) => {
    await control().addFault({ path: EXCHANGE, ...fault });

    expect(await send('POST /userinfos/login', { body: await codeOf(DEMO_USER.openid) })).toMatchObject({
      status: 503,
      body: answer(false, '服务繁忙，请稍后再试'),
    });
  });

  it.each(['', ' ', '""', 'x'.repeat(513)])('answers 400 to the code %j', async (body) => {
    expect(await send('POST /userinfos/login', { body })).toMatchObject({
      status: 400,
      body: answer(false, '参数 code 缺失或不合法'),
    });
  });

  it('answers 400 to a JSON string that is broken', async () => {
    expect(await send('POST /userinfos/login', { body: '"abc' })).toMatchObject({
      status: 400,
      body: answer(false, '请求内容无法解析'),
    });
  });
});

describe('POST /userinfos/register', () => {
  it('answers 注册成功, then 注册失败,用户已存在, and keeps the first profile', async () => {
    const openid = someone();

    expect(await register(openid, { nickName: '甲' })).toEqual(answer(true, '注册成功'));
    expect(await register(openid, { nickName: '乙' })).toEqual(answer(false, '注册失败,用户已存在'));
    const { data } = await ask('POST /userinfos/login', { body: await codeOf(openid) });
    expect(data).toMatchObject({ nickName: '甲', gender: 0, language: '', avatarUrl: '' });
  });

  it('lets one of many at once win, and gives everybody an id of their own', async () => {
    const openid = someone();
    const answers = await Promise.all(Array.from({ length: 8 }, () => register(openid)));
    const others = [someone(), someone(), someone()];
    await Promise.all(others.map((other) => register(other)));
    const logins = await Promise.all(
      [openid, ...others].map(async (who) => ask('POST /userinfos/login', { body: await codeOf(who) })),
    );

    expect(answers.filter(({ flag }) => flag)).toHaveLength(1);
    expect(new Set(answers.map(({ message }) => message))).toEqual(
      new Set(['注册成功', '注册失败,用户已存在']),
    );
    expect(new Set(logins.map(({ data }) => (data as { id: number }).id)).size).toBe(4);
  });

  it('answers 注册失败,code无效 to a code that WeChat refuses', async () => {
    const reply = await send('POST /userinfos/register?code=never-given', { body: '{"nickName":"甲"}' });

    expect(reply).toMatchObject({ status: 200, body: answer(false, '注册失败,code无效') });
  });

  it.each([
    ['nickName', { nickName: '' }],
    ['nickName', { nickName: undefined }],
    ['nickName', { nickName: '名'.repeat(65) }],
    ['nickName', { nickName: 7 }],
    ['gender', { gender: 3 }],
    ['gender', { gender: -1 }],
    ['gender', { gender: '女' }],
    ['avatarUrl', { avatarUrl: 'javascript:alert(1)' }],
    ['avatarUrl', { avatarUrl: 'https://' }],
    ['avatarUrl', { avatarUrl: `https://example.com/${'a'.repeat(1024)}` }],
    ['city', { city: '城'.repeat(65) }],
    ['language', { language: null }],
  ])('names the field %s of %j, and leaves the code unused', async (field, profile) => {
    const openid = someone();
    const code = await codeOf(openid);
    const body = (more: object) => JSON.stringify({ nickName: '甲', ...more });

    expect(await send(`POST /userinfos/register?code=${code}`, { body: body(profile) })).toMatchObject({
      status: 400,
      body: answer(false, `参数 ${field} 缺失或不合法`),
    });
    expect(await ask(`POST /userinfos/register?code=${code}`, { body: body({}) })).toMatchObject({
      flag: true,
    });
  });

  it('names a missing code, and tells a body that cannot be read', async () => {
    expect(await send('POST /userinfos/register', { body: '{"nickName":"甲"}' })).toMatchObject({
      status: 400,
      body: answer(false, '参数 code 缺失或不合法'),
    });
    expect(await send('POST /userinfos/register?code=x', { body: '小郭' })).toMatchObject({
      status: 400,
      body: answer(false, '请求内容无法解析'),
    });
  });
});

describe('GET /userinfos/logout', () => {
  it('answers 登出成功 and takes the cookie back; then 登出失败,session不存在或已经销毁', async () => {
    const cookie = await cook();
    const { handler } = await import('../../functions/recipes/logout.ts');
    const { apiEvent } = await import('../support/api.ts');
    const event = apiEvent({ method: 'GET', cookies: [`JSESSIONID=${cookie}`] });

    const { cookies, body } = await handler(event, { awsRequestId: 'r' });

    expect(JSON.parse(body ?? '')).toEqual(answer(true, '登出成功'));
    expect(cookies).toEqual(['JSESSIONID=; Max-Age=0; Path=/; HttpOnly; Secure; SameSite=Lax']);
    expect(await isLoggedIn(cookie)).toBe(false);
    for (const gone of [cookie, undefined, 'F'.repeat(32)]) {
      expect(await ask('GET /userinfos/logout', gone === undefined ? {} : { cookie: gone })).toEqual(
        answer(false, '登出失败,session不存在或已经销毁'),
      );
    }
  });
});

it('logs neither codes nor secrets nor openids', async () => {
  const lines: string[] = [];
  for (const level of ['info', 'warn', 'error'] as const)
    vi.spyOn(console, level).mockImplementation((line: string) => void lines.push(line));
  const openid = someone();
  const code = await codeOf(openid);
  for (let i = 0; i < 2; i += 1) await ask('POST /userinfos/login', { body: code });
  vi.restoreAllMocks();

  expect(lines).toHaveLength(1);
  for (const secret of [code, openid, 'secret-recipes']) expect(lines.join()).not.toContain(secret);
});
