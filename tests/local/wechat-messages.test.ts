import { describe, expect, it } from 'vitest';
import { bodyOf, hour, start } from './business.ts';

describe.each([
  ['/cgi-bin/message/subscribe/send', 43002],
  ['/wxa/getwxacode', 43002],
  ['/wxa/getwxacodeunlimit', 43002],
  ['/wxa/msg_sec_check', 43302],
  ['/wxa/business/getuserphonenumber', 43002],
])('POST %s', (path, wrongMethod) => {
  it(`answers ${wrongMethod} to GET`, async () => {
    const { url } = await start();

    expect(await (await fetch(url + path)).json()).toMatchObject({ errcode: wrongMethod });
  });

  it('answers 41001 without a token, 44002 without a body, and lies about its content type', async () => {
    const { url, send } = await start();

    const tokenless = await fetch(url + path, { method: 'POST', body: '{}' });
    const empty = await send(path, '');

    expect(await tokenless.json()).toMatchObject({ errcode: 41001 });
    expect(await empty.json()).toMatchObject({ errcode: 44002 });
    expect(empty.headers.get('content-type')).toBe('application/json; encoding=utf-8');
  });
});

describe('POST /cgi-bin/message/subscribe/send', () => {
  const path = '/cgi-bin/message/subscribe/send';
  const message = {
    touser: 'alice',
    template_id: 'called',
    page: 'pages/index?stall=1',
    data: { thing1: { value: '三号窗口' }, number2: { value: 42 } },
    miniprogram_state: 'formal',
    lang: 'zh_CN',
  };

  it('delivers to whom nothing was said about, and lists what it delivered', async () => {
    const { clock, control, answer } = await start();

    expect(await answer(path, { ...message, miniprogram_state: 'trial' })).toEqual({
      errcode: 0,
      errmsg: 'ok',
    });
    const { page, miniprogram_state: _, ...pageless } = message;
    expect(await answer(path, pageless)).toEqual({ errcode: 0, errmsg: 'ok' });

    const { touser, template_id, data } = message;
    const sent = { appid: 'wx-eater', touser, template_id, data, at: clock.ms };
    expect(await control.messages()).toEqual([
      { ...sent, page, miniprogram_state: 'trial' },
      { ...sent, page: null, miniprogram_state: 'formal' },
    ]);
    await control.clearMessages();
    expect(await control.messages()).toEqual([]);
  });

  it('sends once for each accepted subscription', async () => {
    const { control, answer } = await start();
    const subscription = { appid: 'wx-eater', openid: 'alice', template_id: 'called' };
    await control.subscribe({ ...subscription, accept: true });
    await control.subscribe({ ...subscription, accept: true });

    const errcodes = [];
    for (let turn = 0; turn < 3; turn++) errcodes.push((await answer(path, message)).errcode);

    expect(errcodes).toEqual([0, 0, 43101]);
    expect(await answer(path, { ...message, template_id: 'other' })).toMatchObject({ errcode: 0 });
    expect(await control.messages()).toHaveLength(3);
  });

  it('answers 43101 after a refusal, until the user accepts again', async () => {
    const { control, answer } = await start();
    const subscription = { appid: 'wx-eater', openid: 'alice', template_id: 'called' };
    await control.subscribe({ ...subscription, accept: true });
    await control.subscribe({ ...subscription, accept: false });

    expect(await answer(path, message)).toMatchObject({
      errcode: 43101,
      errmsg: expect.stringMatching(/^user refuse to accept the msg, rid: /),
    });
    await control.subscribe({ ...subscription, accept: true });
    expect(await answer(path, message)).toMatchObject({ errcode: 0 });
  });

  it("answers 40003 to another app's openid", async () => {
    const { control, answer } = await start();
    await control.login({ appid: 'wx-strict', openid: 'alice' });

    expect(await answer(path, message)).toMatchObject({ errcode: 40003 });
    await control.login({ appid: 'wx-eater', openid: 'alice' });
    expect(await answer(path, message)).toMatchObject({ errcode: 0 });
  });

  it('still delivers to a user who came long ago', async () => {
    const { clock, control, answer } = await start();
    await control.login({ appid: 'wx-eater', openid: 'alice' });
    clock.ms += 100 * hour;

    expect(await answer(path, message)).toMatchObject({ errcode: 0 });
  });

  it('checks the template of an app that declares its templates', async () => {
    const { answer } = await start();

    expect(await answer(path, { ...message, template_id: 'other' }, 'wx-strict')).toMatchObject({
      errcode: 40037,
    });
    expect(await answer(path, message, 'wx-strict')).toMatchObject({ errcode: 0 });
  });

  it('knows a whole template’s keys, misses one that is left out, and lists the templates', async () => {
    const { url, control, answer } = await start();
    const template = {
      id: 'whole',
      title: '取餐提醒',
      content: '号码:{{number2.DATA}}\n备注:{{thing3.DATA}}\n',
    };
    await control.addApp({ appid: 'wx-eater', secret: 'eater-secret', templates: [template, 'bare'] });
    const data = { number2: { value: 1 } };

    expect(await answer(path, { ...message, template_id: 'whole', data })).toMatchObject({
      errcode: 47003,
      errmsg: expect.stringContaining('data.thing3.value'),
    });
    const whole = { ...data, thing3: { value: '面' } };
    expect(await answer(path, { ...message, template_id: 'whole', data: whole })).toMatchObject({
      errcode: 0,
    });
    expect(await answer(path, { ...message, template_id: 'bare', data })).toMatchObject({ errcode: 0 });
    const query = 'grant_type=client_credential&appid=wx-eater&secret=eater-secret';
    const { access_token } = await bodyOf(fetch(`${url}/cgi-bin/token?${query}`));
    const list = await fetch(`${url}/wxaapi/newtmpl/gettemplate?access_token=${access_token}`);
    expect(await list.json()).toEqual({
      errcode: 0,
      errmsg: 'ok',
      data: [
        { priTmplId: 'whole', title: '取餐提醒', content: template.content, example: '', type: 2 },
        { priTmplId: 'bare', title: '', content: '', example: '', type: 2 },
      ],
    });
    await expect(
      control.addApp({ appid: 'wx-eater', secret: 'eater-secret', templates: [{ id: 'x' } as never] }),
    ).rejects.toThrow('"templates" must be a list of ids, or of {id, title, content}.');
  });

  it.each([
    [40003, { touser: undefined }],
    [40003, { touser: 'al ice' }],
    [40037, { template_id: undefined }],
    [40037, { template_id: 'no such' }],
    [40097, { miniprogram_state: 'production' }],
    [40097, { lang: 'de_DE' }],
    [47001, { page: 7 }],
    [47003, { data: undefined }],
    [47003, { data: {} }],
    [47003, { data: '{"thing1":{"value":"1"}}' }],
  ])('answers %i to %j', async (errcode, changes) => {
    const { control, answer } = await start();

    expect(await answer(path, { ...message, ...changes })).toMatchObject({ errcode });
    expect(await control.messages()).toEqual([]);
  });

  it('answers 47001 to a body that is not JSON', async () => {
    const { answer } = await start();

    expect(await answer(path, 'touser=alice')).toMatchObject({ errcode: 47001 });
  });

  it.each([
    ['thing5', '一'.repeat(20), '一'.repeat(21)],
    ['thing5', '😀'.repeat(20), '😀'.repeat(21)],
    ['thing5', 'one line', 'two\nlines'],
    ['thing5', '0', ''],
    ['number1', '1'.repeat(32), '1'.repeat(33)],
    ['number1', -12.5, 'twelve'],
    ['letter1', 'a'.repeat(32), 'a1'],
    ['symbol1', '%%%%%', '%%%%%%'],
    ['character_string1', 'A-1'.padEnd(32, '0'), 'A-1'.padEnd(33, '0')],
    ['character_string1', '#42', '42号'],
    ['time1', '15:01', '25:01'],
    ['time1', '15:01:59~16:00', '15:01~16:00~17:00'],
    ['time1', '2019年10月1日 15:01', '明天'],
    ['date1', '2019年10月1日', '2019年'],
    ['date1', '2019-10-01 15:01', '2019-10/01'],
    ['date1', '2019/10/01~2019/10/02', '15:01'],
    ['date1', '2019.10.1 15:01~16:00', '2019.10.1 15'],
    ['amount1', '¥12345678.90', '¥12345678.901'],
    ['amount1', '100元', '100 yuan'],
    ['phone_number1', '+86-0766-66888866', '+86-0766-668888667'],
    ['car_number1', '粤A8Z888挂', '粤A8Z8888挂'],
    ['name1', '一'.repeat(10), '一'.repeat(11)],
    ['name1', 'a'.repeat(20), 'a'.repeat(21)],
    ['phrase1', '已完成啦啦', '已完成啦啦啦'],
    ['phrase1', '完成', 'done'],
    ['enum1', '任意', ''],
    ['enum_string2', '任意', ''],
    ['thing5', '1', true],
    ['thing5', '1', null],
  ])('%s takes %j, and answers 47003 to %j', async (key, good, bad) => {
    const { answer } = await start();
    const send = (value: unknown) =>
      answer(path, { ...message, data: { thing1: { value: '好' }, [key]: { value } } });

    expect(await send(good)).toMatchObject({ errcode: 0 });
    expect(await send(bad)).toMatchObject({
      errcode: 47003,
      errmsg: expect.stringContaining(`argument invalid! data.${key}.value invalid, rid: `),
    });
  });

  it.each(['thing', 'stall1', 'constructor1'])('answers 47003 to the key %s', async (key) => {
    const { answer } = await start();

    expect(await answer(path, { ...message, data: { [key]: { value: '1' } } })).toMatchObject({
      errcode: 47003,
    });
  });
});
