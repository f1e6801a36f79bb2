import { describe, expect, it } from 'vitest';
import { ask, logIn, measure, openAccount, patient, someone } from '../support/h5.ts';

openAccount();

type Listed = { record_id: number };

const list = (sid: string, query: Record<string, string> = {}) =>
  ask('measurements', { path: '/wx/api/measurements', query, sid });
const ids = async (sid: string, query: Record<string, string> = {}) =>
  ((await list(sid, query)).body.data as Listed[]).map(({ record_id }) => record_id);
const notThere = {
  status: 200,
  raw: '{"ok":false,"error":{"code":2002,"msg":"测量记录不存在"}}',
};

describe('GET /wx/api/measurements', () => {
  it('answers the fields of the source document, in its order', async () => {
    const { sid, record_id } = await patient({ created_at: '2026-11-20T08:30:00+08:00', tags: ['饭后'] });

    const { status, raw } = await list(sid);

    expect(status).toBe(200);
    expect(raw).toBe(
      JSON.stringify({
        ok: true,
        data: [
          {
            record_id,
            cid: 0,
            transaction_no: '',
            ...{ c0: -10, c1: 10, c2: -4.5, c3: 0, c4: 3, c5: -3, c6: 6, c7: -6 },
            heart_rate: 72,
            app_heart_rate: 72,
            finger: 0,
            record_type: 0,
            remark: '',
            created_at: '2026-11-20T00:30:00.000Z',
            tags: ['饭后'],
            has_paid: false,
            show_full_report: false,
          },
        ],
      }),
    );
  });

  it('lists the session’s own records, newest first', async () => {
    const [openid, other] = [someone(), someone()];
    const [first, second] = await measure(openid, { created_at: 9_000 }, { created_at: 10_000 });
    const [third, fourth] = await measure(openid, { created_at: 999_999_999 }, { created_at: 1_000_000_000 });
    await measure(other, {});

    expect(await ids(await logIn(openid))).toEqual([fourth, third, second, first]);
    expect(await ids(await logIn(someone()))).toEqual([]);
  });

  it('begins at start and ends with end: epoch seconds, times, and days in China', async () => {
    const openid = someone();
    const [, evening, midnight, noon, next] = await measure(
      openid,
      { created_at: '2026-11-18T12:00:00+08:00' },
      { created_at: '2026-11-19T23:59:59+08:00' },
      { created_at: '2026-11-20T00:00:00+08:00' },
      { created_at: '2026-11-20T12:00:00+08:00' },
      { created_at: '2026-11-21T00:00:00+08:00' },
    );
    const sid = await logIn(openid);

    expect(await ids(sid, { start: '2026-11-20', end: '2026-11-20' })).toEqual([noon, midnight]);
    expect(await ids(sid, { start: '2026-11-20T04:00:00Z' })).toEqual([next, noon]);
    expect(await ids(sid, { start: String(Date.parse('2026-11-20T12:00:00+08:00') / 1000) })).toEqual([
      next,
      noon,
    ]);
    expect(await ids(sid, { start: '2026-11-19', end: '2026-11-20T00:00:00+08:00' })).toEqual([
      midnight,
      evening,
    ]);
    expect(await ids(sid, { start: '2026-11-20', end: '2026-11-19' })).toEqual([]);
  });

  it('answers a page: 20 unless size says otherwise, from offset on', async () => {
    const openid = someone();
    const all = (await measure(openid, ...Array(23).fill({}))).toReversed();
    const sid = await logIn(openid);

    expect(await ids(sid)).toEqual(all.slice(0, 20));
    expect(await ids(sid, { offset: '20' })).toEqual(all.slice(20));
    expect(await ids(sid, { offset: '2', size: '3' })).toEqual(all.slice(2, 5));
    expect(await ids(sid, { size: '100' })).toEqual(all);
    expect(await ids(sid, { offset: '23' })).toEqual([]);
  });

  it('tells records of the same second apart', async () => {
    const openid = someone();
    const both = await measure(openid, { created_at: 5 }, { created_at: 5 });

    expect(await ids(await logIn(openid), { start: '5', end: '5' })).toEqual(both.toReversed());
  });

  it.each([
    ['size', ['0', '101', '-1', 'x', '', '1.5']],
    ['offset', ['-1', 'x', '10001']],
    ['start', ['yesterday', '-1', '2026-13-01', '2026-11-20T08:00:00', '99999999999', '']],
    ['end', ['2026-02-30', '1e5', '{}']],
  ])('2002 names %s when it is wrong', async (name, values) => {
    const sid = await logIn();

    for (const value of values) {
      expect(await list(sid, { [name]: value }), value).toMatchObject({
        status: 400,
        body: { ok: false, error: { code: 2002, msg: `参数 ${name} 缺失或不合法` } },
      });
    }
  });
});

describe.each(['POST', 'PUT'])('%s /wx/api/measurements/{record_id}/remark', (method) => {
  const remark = (sid: string, record_id: unknown, body: unknown) =>
    ask('remark', { method, path: '/wx', pathParameters: { record_id: String(record_id) }, sid, body });

  it('changes what the user notes of a record, and nothing else', async () => {
    const { sid, record_id } = await patient();
    const [before] = (await list(sid)).body.data as object[];

    const reply = await remark(sid, record_id, { remark: '饭后测的 🍚', has_paid: true, openid: 'x' });

    expect(reply).toMatchObject({
      status: 200,
      body: { ok: true, data: { record_id, remark: '饭后测的 🍚' } },
    });
    expect((await list(sid)).body.data).toEqual([{ ...before, remark: '饭后测的 🍚' }]);
    expect(await remark(sid, record_id, { remark: '' })).toMatchObject({ body: { data: { remark: '' } } });
  });

  it('takes 500 characters, an emoji counts as one; 2002 refuses more', async () => {
    const { sid, record_id } = await patient();

    expect(await remark(sid, record_id, { remark: '🍚'.repeat(500) })).toMatchObject({ status: 200 });
    expect(await remark(sid, record_id, { remark: 'x'.repeat(501) })).toMatchObject({
      status: 400,
      body: { error: { code: 2002, msg: '参数 remark 缺失或不合法' } },
    });
  });

  it.each([
    [{}, 2001, '缺少参数 remark'],
    [{ remark: null }, 2002, '参数 remark 缺失或不合法'],
    [{ remark: ['x'] }, 2002, '参数 remark 缺失或不合法'],
    [{ remark: '\ud800' }, 2002, '参数 remark 缺失或不合法'],
    ['', 2000, '请求内容无法解析'],
  ])('names what is wrong with %j', async (body, code, msg) => {
    const { sid, record_id } = await patient();

    expect(await remark(sid, record_id, body)).toMatchObject({ status: 400, body: { error: { code, msg } } });
  });

  it('2002 answers somebody else’s record like one that there is not, and leaves it as it is', async () => {
    const [owner, stranger] = [await patient(), await logIn()];

    expect(await remark(stranger, owner.record_id, { remark: 'x' })).toMatchObject(notThere);
    expect(await remark(stranger, 999_999, { remark: 'x' })).toMatchObject(notThere);
    expect((await list(owner.sid)).body.data).toMatchObject([{ remark: '' }]);
  });

  it.each(['0', '-1', 'abc', '1.5', '1e3', '99999999999', ''])('2002 refuses the id %s', async (id) => {
    expect(await remark(await logIn(), id, { remark: 'x' })).toMatchObject({
      status: 400,
      body: { error: { code: 2002, msg: '参数 record_id 缺失或不合法' } },
    });
  });
});

describe('POST /wx/api/payment', () => {
  const pay = (sid: string | undefined, body: unknown) =>
    ask('payment', { method: 'POST', path: '/wx/api/payment', sid, body });

  it('sets has_paid, and opens the whole report; again is no error', async () => {
    const { sid, record_id } = await patient();
    const paid = { status: 200, raw: `{"ok":true,"data":{"record_id":${record_id},"has_paid":true}}` };

    expect(await pay(sid, { record_id })).toMatchObject(paid);
    expect(await pay(sid, { record_id: String(record_id) })).toMatchObject(paid);

    expect((await list(sid)).body.data).toMatchObject([{ has_paid: true, show_full_report: true }]);
  });

  it('keeps a remark that is written at the same time', async () => {
    const { sid, record_id, pathParameters } = await patient();
    const body = { remark: '一起' };

    await Promise.all([pay(sid, { record_id }), ask('remark', { method: 'PUT', pathParameters, sid, body })]);

    expect((await list(sid)).body.data).toMatchObject([{ has_paid: true, remark: '一起' }]);
  });

  it('2002 answers somebody else’s record like one that there is not, and pays nothing', async () => {
    const [owner, stranger] = [await patient(), await logIn()];

    expect(await pay(stranger, { record_id: owner.record_id })).toMatchObject(notThere);
    expect(await pay(stranger, { record_id: 999_999 })).toMatchObject(notThere);
    expect((await list(owner.sid)).body.data).toMatchObject([{ has_paid: false }]);
  });

  it('2001 names record_id when it is missing; 1200 wants a session first', async () => {
    expect(await pay(await logIn(), {})).toMatchObject({
      status: 400,
      body: { error: { code: 2001, msg: '缺少参数 record_id' } },
    });
    expect(await pay(undefined, {})).toMatchObject({ status: 200, body: { error: { code: 1200 } } });
  });
});
