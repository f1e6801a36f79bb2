import { getGlobalDispatcher, MockAgent, setGlobalDispatcher } from 'undici';
import { describe, expect, it } from 'vitest';
import { callWechat, callWechatForImage } from '../../../lib/wechat/client.ts';
import { isBadCode, isBadToken, type WechatError } from '../../../lib/wechat/errors.ts';
import { freePort } from '../../../local/ports.ts';
import { CODE, EXCHANGE, refusalOf, TOKEN, useWechat, withBaseUrl, withServer } from './wechat.ts';

const wechat = useWechat();

const once = { path: EXCHANGE, query: { js_code: 'x' }, repeatable: false };
const repeatable = { path: TOKEN, query: {}, body: { n: 1 }, repeatable: true };
const answering = (text: string | Buffer, headers: Record<string, string> = {}, status = 200) =>
  withServer(
    (_, response) => response.writeHead(status, headers).end(text),
    () => callWechat(once),
  );

describe('callWechat', () => {
  it('asks by GET with the query alone, escaped', async () => {
    const seen: unknown[] = [];
    await withServer(
      ({ method, url, headers }, response, body) => {
        seen.push({ method, url, body, type: headers['content-type'] });
        response.end('{}');
      },
      () => callWechat({ ...once, query: { a: 'x y&z', b: '麻+/=' } }),
    );

    const url = `${EXCHANGE}?a=x+y%26z&b=%E9%BA%BB%2B%2F%3D`;
    expect(seen).toEqual([{ method: 'GET', url, body: '', type: undefined }]);
  });

  it('asks by POST with a body of JSON', async () => {
    const seen: unknown[] = [];
    await withServer(
      ({ method, url, headers }, response, body) => {
        seen.push({ method, url, body, type: headers['content-type'] });
        response.end('{}');
      },
      () => callWechat({ ...once, query: { access_token: 't' }, body: { path: 'pages/取号?a=1&b=2' } }),
    );

    expect(seen).toEqual([
      {
        method: 'POST',
        url: `${EXCHANGE}?access_token=t`,
        body: '{"path":"pages/取号?a=1&b=2"}',
        type: 'application/json',
      },
    ]);
  });

  it('finds WeChat behind a base address with a trailing slash, or with a path', async () => {
    const paths: string[] = [];
    await withServer(
      ({ url }, response) => {
        paths.push(url ?? '');
        response.end('{}');
      },
      async (url) => {
        await withBaseUrl(`${url}/`, () => callWechat(once));
        await withBaseUrl(`${url}/proxy/`, () => callWechat(once));
      },
    );

    expect(paths).toEqual([`${EXCHANGE}?js_code=x`, `/proxy${EXCHANGE}?js_code=x`]);
  });

  it.each(['application/json; encoding=utf-8', 'text/plain', 'image/jpeg', ''])(
    'reads JSON under the content type "%s"',
    async (type) => {
      const headers = type ? { 'content-type': type } : {};
      expect(await answering('{"openid":"o","errcode":0,"errmsg":"ok"}', headers)).toMatchObject({
        openid: 'o',
      });
    },
  );

  it.each([
    ['a byte order mark', '\ufeff{"openid":"o","nickname":"a b"}'],
    ['control characters that are not escaped', '{\r\n\t"openid":"o","nickname":"a\u0010b"}\n'],
  ])('reads JSON with %s', async (_, text) => {
    expect(await answering(text)).toEqual({ openid: 'o', nickname: 'a b' });
  });
});

describe('a refusal', () => {
  it.each([-1, 40001, 40013, 40029, 40125, 40163, 40164, 40226, 45009, 45011, 48001])(
    'keeps WeChat’s errcode %i, its words and its rid',
    async (errcode) => {
      await wechat.control().addFault({ path: EXCHANGE, kind: 'errcode', errcode, times: 1 });

      const error = await refusalOf(callWechat(once));

      expect(error).toMatchObject({ name: 'WechatError', path: EXCHANGE, errcode });
      expect(error.message).toBe(`${EXCHANGE}: ${error.reason}`);
      expect(error.reason).toMatch(new RegExp(`^${errcode} [a-z]`));
      expect(error.rid).toMatch(/^[0-9a-f]{8}-[0-9a-f]{8}-[0-9a-f]{8}$/);
    },
  );

  it.each([
    ['{"errcode":"40029","errmsg":"invalid code"}', 40029, undefined],
    ['{"errcode":40163}', 40163, undefined],
    ['{"errcode":40164,"errmsg":"invalid ip rid: 1-2-3, not in whitelist"}', 40164, '1-2-3'],
    [
      '{"errcode":40029,"errmsg":"invalid code, rid: 623ea70a-74b9b592-3e3d489a"}',
      40029,
      '623ea70a-74b9b592-3e3d489a',
    ],
    [
      '{"errcode":40029,"errmsg":"x hint: [hElexSDNRa] rid: 632d16be-15ad5486-1e378de4"}',
      40029,
      '632d16be-15ad5486-1e378de4',
    ],
    ['{"errcode":40163,"errmsg":"code been used, hints: [ req_id: AijFoqaLRa-pTFm4 ]"}', 40163, undefined],
  ])('is read from %s', async (text, errcode, rid) => {
    expect(await refusalOf(answering(text))).toMatchObject({ errcode, rid });
  });

  it('is found in an answer with a status of its own', async () => {
    expect(await refusalOf(answering('{"errcode":40013,"errmsg":"x"}', {}, 400))).toMatchObject({
      errcode: 40013,
    });
  });

  it('blames the code, the token or neither', async () => {
    const blame = (errcode?: number) => {
      const error = { errcode } as WechatError;
      return `${isBadCode(error)} ${isBadToken(error)}`;
    };

    for (const errcode of [40029, 40163, 40226, 41008]) expect(blame(errcode)).toBe('true false');
    for (const errcode of [40001, 40014, 42001]) expect(blame(errcode)).toBe('false true');
    for (const errcode of [-1, 0, 40013, 40125, 45011, undefined]) expect(blame(errcode)).toBe('false false');
  });
});

describe('an answer that is none', () => {
  it.each([
    ['HTML', '<html>busy</html>', 200],
    ['nothing', '', 200],
    ['a number', '42', 200],
    ['null', 'null', 200],
    ['half of JSON', '{"openid":"o', 200],
    ['HTML with HTTP 404', '<html>not found</html>', 404],
  ])('is an error without errcode: %s', async (_, text, status) => {
    const error = await refusalOf(answering(text, {}, status));

    expect(error.errcode).toBeUndefined();
    expect(error.message).toBe(`${EXCHANGE}: answered no JSON, ${text.length} bytes`);
  });

  it.each([500, 502, 503])('is HTTP %i, whatever it says', async (status) => {
    const error = await refusalOf(answering('{"openid":"o"}', {}, status));

    expect(error).toMatchObject({ errcode: undefined, message: `${EXCHANGE}: answered HTTP ${status}` });
  });

  it('is a connection that breaks', async () => {
    await wechat.control().addFault({ path: EXCHANGE, kind: 'reset', times: 1 });

    const error = await refusalOf(callWechat(once));

    expect(error.errcode).toBeUndefined();
    expect(error.message).toMatch(/^\/sns\/jscode2session: (UND_ERR_SOCKET|ECONNRESET)$/);
  });

  it('is no one at the address', async () => {
    const port = await freePort();
    const error = await withBaseUrl(`http://127.0.0.1:${port}`, () => refusalOf(callWechat(once)));

    expect(error.message).toBe(`${EXCHANGE}: ECONNREFUSED`);
  });
});

describe('asking again', () => {
  const faults = [
    { kind: 'reset' },
    { kind: 'status', status: 500 },
    { kind: 'html' },
    { kind: 'empty' },
    { kind: 'errcode', errcode: -1 },
  ] as const;
  const asked = async (path: string) =>
    (await wechat.control().calls()).filter((call) => call.path === path).length;

  it.each(faults)('never happens with what may be used up: $kind', async (fault) => {
    await wechat.control().clearCalls();
    await wechat.control().addFault({ path: EXCHANGE, ...fault });

    await refusalOf(callWechat(once));

    expect(await asked(EXCHANGE)).toBe(1);
  });

  it.each(faults.slice(0, 2))('happens once with what is safe: $kind', async (fault) => {
    const { appid, secret } = await wechat.newApp();
    const call = { ...repeatable, body: { grant_type: 'client_credential', appid, secret } };
    await wechat.control().clearCalls();
    await wechat.control().addFault({ path: TOKEN, ...fault, times: 1 });

    expect(await callWechat(call)).toHaveProperty('access_token');
    expect(await asked(TOKEN)).toBe(2);

    await wechat.control().clearCalls();
    await wechat.control().addFault({ path: TOKEN, ...fault });
    await refusalOf(callWechat(call));
    expect(await asked(TOKEN)).toBe(2);
  });

  it.each(['ECONNREFUSED', 'ENOTFOUND', 'EAI_AGAIN', 'UND_ERR_CONNECT_TIMEOUT'])(
    'is safe with anything while nothing was sent: %s',
    async (code) => {
      const before = getGlobalDispatcher();
      const agent = new MockAgent();
      agent.disableNetConnect();
      setGlobalDispatcher(agent);
      const mocked = agent.get('https://wechat.example');
      mocked
        .intercept({ path: /jscode2session/ })
        .replyWithError(Object.assign(new Error('unsent'), { code }));
      mocked.intercept({ path: /jscode2session/ }).reply(200, '{"openid":"o"}');

      const answer = await withBaseUrl('https://wechat.example', () => callWechat(once));

      setGlobalDispatcher(before);
      expect(answer).toEqual({ openid: 'o' });
      agent.assertNoPendingInterceptors();
    },
  );
});

describe('the time limit', () => {
  it('of 3 seconds holds for each try, for headers and for the body', { timeout: 10_000 }, async () => {
    const asked: Record<string, number> = {};
    const started = Date.now();

    const [unanswered, halfAnswered, repeated] = await withServer(
      ({ url = '' }, response) => {
        const path = url.split('?')[0] ?? '';
        asked[path] = (asked[path] ?? 0) + 1;
        if (path === CODE) response.writeHead(200).write('{"half":');
        if (path === TOKEN && asked[path] === 2) response.end('{"access_token":"t"}');
      },
      () =>
        Promise.all([
          refusalOf(callWechat(once)),
          refusalOf(callWechatForImage({ ...once, path: CODE })),
          callWechat(repeatable),
        ]),
    );

    expect(unanswered.message).toBe(`${EXCHANGE}: no answer within 3000 ms`);
    expect(halfAnswered.message).toBe(`${CODE}: no answer within 3000 ms`);
    expect(repeated).toEqual({ access_token: 't' });
    expect(asked).toEqual({ [EXCHANGE]: 1, [CODE]: 1, [TOKEN]: 2 });
    expect(Date.now() - started).toBeGreaterThan(2_900);
    expect(Date.now() - started).toBeLessThan(5_000);
  });

  it('leaves a slow answer its time', async () => {
    const { appid, secret } = await wechat.newApp();
    await wechat.control().addFault({ path: TOKEN, kind: 'slow', ms: 300, times: 1 });

    const body = { grant_type: 'client_credential', appid, secret };
    expect(await callWechat({ ...repeatable, body })).toHaveProperty('access_token');
  });
});
