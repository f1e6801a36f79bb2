import type { ServerResponse } from 'node:http';
import { describe, expect, it } from 'vitest';
import type { EnvVersion } from '../../../lib/wechat/apps.ts';
import { getWxaCode } from '../../../lib/wechat/code.ts';
import { CODE, refusalOf, TOKEN, useWechat, withServer } from './wechat.ts';

const wechat = useWechat();
const PAGE = 'pages/qu/qu?sellerId=1';
const PNG = Buffer.from('89504e470d0a1a0a0001fffe', 'hex');
const JPEG = Buffer.from('ffd8ffe000104a46494600ff', 'hex');

/** A WeChat that gives any token and answers the call for a code itself. */
const drawing = async (answer: (response: ServerResponse) => void, envVersion?: EnvVersion) => {
  const app = { ...(await wechat.newApp()), ...(envVersion && { envVersion }) };
  const asked: string[] = [];
  const picture = withServer(
    ({ url = '' }, response, body) => {
      if (url.startsWith(TOKEN)) return response.end('{"access_token":"token","expires_in":7200}');
      asked.push(`${url} ${body}`);
      answer(response);
    },
    () => getWxaCode(app, PAGE),
  );
  return { picture: await picture.catch((error: unknown) => Promise.reject(error)), asked };
};

describe('getWxaCode', () => {
  it('gets a picture of the page’s code', async () => {
    const app = await wechat.newApp();

    const { bytes, type } = await getWxaCode(app, PAGE);

    expect(type).toBe('image/png');
    expect(Buffer.from(bytes).toString('utf8')).toContain(`${app.appid} ${PAGE}`);
    expect(await wechat.calls(app, CODE)).toBe(1);
  });

  it.each([
    ['image/png', 'text/plain', PNG],
    ['image/jpeg', 'application/json', JPEG],
    ['image/jpeg', 'image/png', JPEG],
  ])('knows a picture (%s) by its bytes, whatever it is called (%s)', async (type, called, bytes) => {
    const { picture, asked } = await drawing((response) =>
      response.writeHead(200, { 'content-type': called }).end(bytes),
    );

    expect(picture).toEqual({ bytes, type });
    expect(asked).toEqual([`${CODE}?access_token=token {"path":"${PAGE}","env_version":"release"}`]);
  });

  it.each(['trial', 'develop'] as const)(
    'asks for a code of the version %s, whose pages WeChat cannot know',
    async (version) => {
      const { asked } = await drawing((response) => response.end(PNG), version);

      expect(asked).toEqual([
        `${CODE}?access_token=token {"path":"${PAGE}","env_version":"${version}","check_path":false}`,
      ]);
    },
  );

  it('knows an error that is called a picture', async () => {
    const error = await refusalOf(
      drawing((response) =>
        response
          .writeHead(200, { 'content-type': 'image/jpeg' })
          .end('{"errcode":45029,"errmsg":"reach max, rid: 623ea70a-74b9b592-3e3d489a"}'),
      ),
    );

    expect(error).toMatchObject({ path: CODE, errcode: 45029, rid: '623ea70a-74b9b592-3e3d489a' });
  });

  it.each(['<html>', '', '{"errcode":0}', 'GIF89a'])('refuses what is no picture: %j', async (text) => {
    const error = await refusalOf(drawing((response) => response.end(text)));

    expect(error.errcode).toBeUndefined();
    expect(error.message).toBe(`${CODE}: answered no picture, ${text.length} bytes`);
  });

  it('renews a token that is no longer good', async () => {
    const app = await wechat.newApp();
    await getWxaCode(app, PAGE);
    await wechat.control().expireTokens({ appid: app.appid, errcode: 42001 });

    expect(await getWxaCode(app, PAGE)).toMatchObject({ type: 'image/png' });
    expect(await wechat.calls(app, CODE)).toBe(3);
  });

  it('says that the app’s codes are used up', async () => {
    const app = await wechat.newApp();
    await wechat.control().addFault({ path: CODE, kind: 'errcode', errcode: 45029, times: 1 });

    expect(await refusalOf(getWxaCode(app, PAGE))).toMatchObject({ path: CODE, errcode: 45029 });
    expect(await wechat.calls(app, CODE)).toBe(1);
  });

  it.each(['reset', 'html', 'empty'] as const)(
    'uses up no second code when the answer is lost: %s',
    async (kind) => {
      const app = await wechat.newApp();
      await wechat.control().addFault({ path: CODE, kind, consume: true, times: 1 });

      expect((await refusalOf(getWxaCode(app, PAGE))).errcode).toBeUndefined();
      expect(await wechat.calls(app, CODE)).toBe(1);
    },
  );
});
