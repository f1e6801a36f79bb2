import { beforeAll, describe, expect, it } from 'vitest';
import { pushSignature } from '../../lib/wechat/signature.ts';
import {
  ACCOUNT,
  ask,
  beginLogin,
  comeBack,
  consent,
  type H5Reply,
  logIn,
  measure,
  openAccount,
  someone,
  type Underway,
} from '../support/h5.ts';
import { countUnits, documented, during } from './units.ts';

openAccount();

const MEASUREMENTS = 20;
const MINE = { transaction_no: 'machine-1', tags: ['早上'], has_paid: true };

let sid: string;
let pathParameters: { record_id: string };

beforeAll(async () => {
  const openid = someone();
  const [first] = await measure(openid, ...Array<object>(MEASUREMENTS).fill(MINE));
  pathParameters = { record_id: String(first) };
  // The container remembers the app from now on, and WeChat's ticket is there.
  sid = await logIn(openid);
  await configure();
  countUnits();
});

const configure = () => ask('jssdk_config', { method: 'POST', body: { url: 'https://h5.example.com/app' } });

/** A push of WeChat's. */
const push = (elements: Record<string, string>) => {
  const [timestamp, nonce] = ['1409304348', 'xxxxxx'];
  const signature = pushSignature(ACCOUNT.pushToken, timestamp, nonce);
  const all = { ToUserName: 'gh_1', FromUserName: someone(), CreateTime: '1348831860', ...elements };
  const body = Object.entries(all).map(([name, value]) => `<${name}><![CDATA[${value}]]></${name}>`);
  return ask('push', {
    method: 'POST',
    type: 'text/xml',
    query: { signature, timestamp, nonce },
    body: `<xml>${body.join('')}</xml>`,
  });
};

describe('docs/costs.md says what is consumed by', () => {
  it('a login', async () => {
    let underway: Underway = { sid: '', page: new URL('https://example.com'), state: '' };
    const begin = async () => {
      underway = await beginLogin();
    };
    expect(await during(begin)).toEqual(documented('GET /wx/oauth'));

    const query = await consent(underway, someone(), { nickname: '小明' });
    expect(await during(() => comeBack(query, underway.sid))).toEqual(documented('GET /wx/oauth/callback'));
  });

  it.each<[row: string, answer: () => Promise<H5Reply>]>([
    ['POST /wx/api/jssdk/config', configure],
    ['GET /wx/api/measurements', () => ask('measurements', { sid })],
    ['GET /wx/api/measurements/{record_id}/analyze', () => ask('analyze', { sid, pathParameters })],
    ['GET /wx/api/measurements/{record_id}/token', () => ask('share', { sid, pathParameters })],
    [
      'POST /wx/api/measurements/{record_id}/remark',
      () => ask('remark', { method: 'POST', sid, pathParameters, body: { remark: '饭后' } }),
    ],
  ])('%s', async (row, answer) => {
    let ok: unknown;
    const answered = async () => {
      ({ ok } = (await answer()).body);
    };

    expect(await during(answered)).toEqual(documented(row));
    expect(ok).toBe(true);
  });

  it('a shared report', async () => {
    const { data } = (await ask('share', { sid, pathParameters })).body;
    const { token } = data as { token: string };

    expect(await during(() => ask('shared_analyze', { pathParameters: { token } }))).toEqual(
      documented('GET /wx/api/measurements/token/{token}/analyze'),
    );
  });

  it('a push', async () => {
    const text = { MsgType: 'text', Content: '帮助', MsgId: '10000000000000001' };
    const follower = { MsgType: 'event', Event: 'subscribe', EventKey: 'qrscene_42' };

    expect(await during(() => push(text))).toEqual(documented('POST /wx, a text with a reply'));
    expect(await during(() => push(follower))).toEqual(documented('POST /wx, a new follower'));
  });
});
