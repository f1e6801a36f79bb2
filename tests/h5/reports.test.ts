import { afterEach, describe, expect, it, vi } from 'vitest';
import { ask, beginLogin, comeBack, consent, logIn, ORIGIN, openAccount, patient } from '../support/h5.ts';

openAccount();
afterEach(() => void vi.useRealTimers());

type Report = {
  report_version: string;
  report_id: string;
  content: Record<string, unknown>;
  show_full_report: boolean;
};
type Share = { token: string; expires_at: string };

const analyze = (sid: string | undefined, record_id: unknown) =>
  ask('analyze', {
    path: `/wx/api/measurements/${record_id}/analyze`,
    pathParameters: { record_id: String(record_id) },
    sid,
  });
const share = (sid: string | undefined, record_id: unknown, method = 'GET') =>
  ask(method === 'GET' ? 'share' : 'share_end', {
    method,
    path: '/wx',
    pathParameters: { record_id: String(record_id) },
    sid,
  });
const tokenOf = async (sid: string, record_id: number) =>
  ((await share(sid, record_id)).body.data as Share).token;
const readShared = (token: string) =>
  ask('shared_analyze', { path: `/wx/api/measurements/token/${token}/analyze`, pathParameters: { token } });
const reportOf = (reply: { body: { data?: unknown } }) => reply.body.data as Report;

const notThere = { status: 200, raw: '{"ok":false,"error":{"code":2002,"msg":"测量记录不存在"}}' };
const noShare = { status: 200, raw: '{"ok":false,"error":{"code":2002,"msg":"分享链接不存在或已失效"}}' };
const unknown = { avatar_url: null, age: null, height: null, weight: null };
const PARTS = [
  'user_profile',
  'measurement_result',
  'lead',
  'tags',
  'channels_and_collaterals_strength',
  'channels_and_collaterals_explains',
  'constitution_differentiation_explains',
  'syndrome_differentiation_explains',
  'factor_explains',
  'health_descriptions',
  'measurement_tips',
  'physical_therapy_explain',
  'display_options',
  'remark',
  'created_at',
];

describe('GET /wx/api/measurements/{record_id}/analyze', () => {
  it('answers the whole report of a measurement that is paid for, its parts in the source’s order', async () => {
    const { sid, record_id } = await patient({ has_paid: true, remark: '早上', created_at: '2026-11-20' });

    const reply = await analyze(sid, record_id);

    const { content, ...report } = reportOf(reply);
    expect(reply.status).toBe(200);
    expect(report).toEqual({ report_version: '1.0', report_id: String(record_id), show_full_report: true });
    expect(Object.keys(content)).toEqual(PARTS);
    expect(content).toMatchObject({
      user_profile: { nickname: '小明', gender: 0, ...unknown },
      measurement_result: { c0: -10, c7: -6, heart_rate: 72, app_heart_rate: 72, finger: 0, record_type: 0 },
      remark: '早上',
      created_at: '2026-11-19T16:00:00.000Z',
    });
  });

  it('answers lead, result and profile alone before the payment, and all after it', async () => {
    const { sid, record_id } = await patient();

    const before = reportOf(await analyze(sid, record_id));
    await ask('payment', { method: 'POST', body: { record_id }, sid });
    const after = reportOf(await analyze(sid, record_id));

    expect(Object.keys(before.content)).toEqual(['user_profile', 'measurement_result', 'lead']);
    expect([before.show_full_report, after.show_full_report]).toEqual([false, true]);
    expect(Object.keys(after.content)).toEqual(PARTS);
    expect(after.content).toMatchObject(before.content);
  });

  it.each([
    [
      { sex: 1, headimgurl: 'https://thirdwx.qlogo.cn/a/132' },
      { gender: 0, avatar_url: 'https://thirdwx.qlogo.cn/a/132' },
    ],
    [{ sex: 2 }, { gender: 1, avatar_url: null }],
    [
      { sex: 0, nickname: ' ' },
      { gender: null, nickname: ' ' },
    ],
  ])('says who it is by the source’s names: of WeChat’s %j', async (known, profile) => {
    const { openid, record_id } = await patient();
    const underway = await beginLogin();
    const { sid } = await comeBack(await consent(underway, openid, known), underway.sid);

    const { content } = reportOf(await analyze(sid, record_id));

    expect(content.user_profile).toMatchObject(profile);
    expect(Object.keys(content.user_profile as object)).toEqual([
      ...['nickname', 'gender', 'avatar_url', 'age', 'height', 'weight'],
    ]);
  });

  it('says the same every time', async () => {
    const { sid, record_id } = await patient({ has_paid: true });

    expect((await analyze(sid, record_id)).raw).toBe((await analyze(sid, record_id)).raw);
  });

  it('2002 answers somebody else’s record like one that there is not', async () => {
    const { record_id } = await patient();
    const stranger = await logIn();

    expect(await analyze(stranger, record_id)).toMatchObject(notThere);
    expect(await analyze(stranger, 999_999)).toMatchObject(notThere);
  });

  it('1200 sends whoever is not logged in to log in', async () => {
    const { record_id } = await patient();
    const page = `${ORIGIN}/wx/api/measurements/${record_id}/analyze`;

    expect((await analyze('f'.repeat(40), record_id)).body).toEqual({
      ok: false,
      error: { code: 1200, msg: '未登录或登录已过期' },
      redirect: `${ORIGIN}/wx/oauth?redirect=${encodeURIComponent(page)}`,
    });
  });
});

describe('GET /wx/api/measurements/{record_id}/token', () => {
  it('answers a token by which anyone reads the report, for seven days', async () => {
    const { sid, record_id } = await patient({ has_paid: true });

    const { status, body } = await share(sid, record_id);

    const { token, expires_at } = body.data as Share;
    expect(status).toBe(200);
    expect(Object.keys(body.data as Share)).toEqual(['token', 'expires_at']);
    expect(token).toMatch(/^[0-9a-f]{40}$/);
    expect(Math.abs(Date.parse(expires_at) - Date.now() - 7 * 86_400_000)).toBeLessThan(60_000);
    expect(reportOf(await readShared(token))).toMatchObject({
      report_id: String(record_id),
      show_full_report: true,
    });
  });

  it('answers another token every time, and all are good', async () => {
    const { sid, record_id } = await patient();
    const tokens = await Promise.all([1, 2, 3].map(() => tokenOf(sid, record_id)));

    expect(new Set(tokens).size).toBe(3);
    for (const token of tokens) expect(await readShared(token)).toMatchObject({ body: { ok: true } });
  });

  it('2002 shares nobody else’s record; 1200 wants a session', async () => {
    const { record_id } = await patient();

    expect(await share(await logIn(), record_id)).toMatchObject(notThere);
    expect((await share(undefined, record_id)).body.error?.code).toBe(1200);
  });
});

describe('GET /wx/api/measurements/token/{token}/analyze', () => {
  it('shows the name, and neither id nor picture nor remark of the user', async () => {
    const { sid, record_id, openid } = await patient({ has_paid: true, remark: '私密' });

    const { raw, body } = await readShared(await tokenOf(sid, record_id));

    expect((body.data as Report).content).toMatchObject({
      user_profile: { nickname: '小明', gender: null, ...unknown },
      remark: '',
    });
    expect(raw).not.toContain('私密');
    expect(raw).not.toContain(openid);
  });

  it('shows no more than was paid for', async () => {
    const { sid, record_id } = await patient();
    const shared = reportOf(await readShared(await tokenOf(sid, record_id)));

    expect(Object.keys(shared.content)).toEqual(['user_profile', 'measurement_result', 'lead']);
    expect(shared.show_full_report).toBe(false);
  });

  it('2002 ends after seven days, while DynamoDB still has the token', async () => {
    const { sid, record_id } = await patient();
    const token = await tokenOf(sid, record_id);

    vi.useFakeTimers({ toFake: ['Date'], now: Date.now() + 7 * 86_400_000 - 5_000 });
    expect(await readShared(token)).toMatchObject({ body: { ok: true } });
    vi.setSystemTime(Date.now() + 6_000);
    expect(await readShared(token)).toMatchObject(noShare);
  });

  it('2002 knows no token that was never given', async () => {
    expect(await readShared('f'.repeat(40))).toMatchObject(noShare);
  });

  it.each(['x', '', 'F'.repeat(40), `${'f'.repeat(40)} `, '../../1'])(
    '2002 refuses the token "%s"',
    async (token) => {
      expect(await readShared(token)).toMatchObject({
        status: 400,
        body: { error: { code: 2002, msg: '参数 token 缺失或不合法' } },
      });
    },
  );

  it('is no session: the token opens nothing else', async () => {
    const { sid, record_id } = await patient();

    expect((await analyze(await tokenOf(sid, record_id), record_id)).body.error?.code).toBe(1200);
  });
});

describe('DELETE /wx/api/measurements/{record_id}/token', () => {
  it('revokes all tokens of this record, and those made afterwards are good', async () => {
    const { sid, record_id } = await patient();
    const other = await patient();
    const [first, second] = [await tokenOf(sid, record_id), await tokenOf(sid, record_id)];
    const others = await tokenOf(other.sid, other.record_id);

    const reply = await share(sid, record_id, 'DELETE');

    expect(reply).toMatchObject({ status: 200, raw: `{"ok":true,"data":{"record_id":${record_id}}}` });
    expect(await readShared(first)).toMatchObject(noShare);
    expect(await readShared(second)).toMatchObject(noShare);
    expect(await readShared(others)).toMatchObject({ body: { ok: true } });
    expect(await readShared(await tokenOf(sid, record_id))).toMatchObject({ body: { ok: true } });
  });

  it('2002 lets nobody else revoke', async () => {
    const { sid, record_id } = await patient();
    const token = await tokenOf(sid, record_id);

    expect(await share(await logIn(), record_id, 'DELETE')).toMatchObject(notThere);
    expect(await readShared(token)).toMatchObject({ body: { ok: true } });
  });

  it('stays revoked when the measurement is brought in once more', async () => {
    const { sid, record_id, openid } = await patient({ created_at: 77 });
    const token = await tokenOf(sid, record_id);
    await share(sid, record_id, 'DELETE');
    const { importMeasurements } = await import('../../lib/h5/import.ts');
    const { someRecord } = await import('../support/h5.ts');
    await importMeasurements([someRecord(openid, { record_id, created_at: 77 })]);

    expect(await readShared(token)).toMatchObject(noShare);
  });
});
