import { describe, expect, it } from 'vitest';
import { importMeasurements } from '../../lib/h5/import.ts';
import { shown } from '../../lib/h5/measurement.ts';
import { listRecords, pay, setRemark } from '../../lib/h5/records.ts';
import { someone, someRecord } from '../support/h5.ts';

const all = { start: 0, end: 9_999_999_999, offset: 0, size: 100 };
const listOf = (openid: string) => listRecords(openid, all);
const wrong = (record: object) => importMeasurements([someRecord('o'), { ...someRecord('o'), ...record }]);

describe('importMeasurements', () => {
  it('brings in all that a file says', async () => {
    const openid = someone();
    const given = someRecord(openid, {
      ...{ cid: 7, transaction_no: 'T-1', app_heart_rate: 70, finger: 6, record_type: 2 },
      ...{ remark: '早', tags: ['空腹'], has_paid: true, created_at: '2026-11-20T00:00:00Z' },
    });

    expect(await importMeasurements([given])).toEqual({ imported: 1 });

    const { openid: _, ...fields } = given;
    expect((await listOf(openid)).map(shown)).toEqual([
      { ...fields, created_at: '2026-11-20T00:00:00.000Z', show_full_report: true },
    ]);
  });

  it('changes what is there already, and keeps remark and payment unless the file names them', async () => {
    const openid = someone();
    const record = someRecord(openid);
    await importMeasurements([record]);
    await Promise.all([setRemark(record, '我的'), pay(record)]);

    await importMeasurements([{ ...record, c0: 5 }]);
    expect(await listOf(openid)).toMatchObject([{ c0: 5, remark: '我的', has_paid: true }]);
    await importMeasurements([{ ...record, remark: '改', has_paid: false }]);
    expect(await listOf(openid)).toMatchObject([{ c0: -10, remark: '改', has_paid: false }]);
  });

  it('brings in more than one transaction holds', async () => {
    const openid = someone();
    const records = Array.from({ length: 130 }, () => someRecord(openid));

    expect(await importMeasurements(records)).toEqual({ imported: 130 });
    expect(await listOf(openid)).toHaveLength(100);
    expect(await listRecords(openid, { ...all, offset: 100 })).toHaveLength(30);
  });

  it.each([
    ['record_id', { record_id: 0 }],
    ['record_id', { record_id: undefined }],
    ['openid', { openid: 'a#b' }],
    ['openid', { openid: '' }],
    ['c0', { c0: 10.01 }],
    ['c3', { c3: '3' }],
    ['c7', { c7: null }],
    ['c7', { c7: Number.NaN }],
    ['heart_rate', { heart_rate: 19 }],
    ['app_heart_rate', { app_heart_rate: 301 }],
    ['finger', { finger: 11 }],
    ['remark', { remark: 'x'.repeat(501) }],
    ['created_at', { created_at: 'today' }],
    ['created_at', { created_at: undefined }],
    ['tags.1', { tags: ['fine', 7] }],
    ['has_paid', { has_paid: 'maybe' }],
  ])('names the measurement and the field %s that is wrong, and writes none', async (field, record) => {
    const openid = someone();
    const given = [someRecord(openid), { ...someRecord(openid), ...record }];

    expect(await importMeasurements(given)).toEqual([{ index: 1, field, reason: 'it is missing or wrong' }]);
    expect(await listOf(openid)).toEqual([]);
  });

  it('names a field that there is not, and every measurement that is wrong', async () => {
    expect(await wrong({ remrak: 'x' })).toEqual([
      { index: 1, field: 'remrak', reason: 'there is no such field' },
    ]);
    expect(await importMeasurements(['x', someRecord('o'), { ...someRecord('o'), c1: 11 }])).toMatchObject([
      { index: 0 },
      { index: 2, field: 'c1' },
    ]);
  });

  it.each([{}, 'x', null, 7])('refuses %j, which is no array', async (given) => {
    expect(await importMeasurements(given)).toEqual([
      { index: 0, field: '', reason: 'the file holds no array of measurements' },
    ]);
  });

  it('refuses a record_id that is in the file twice, and one of another user or time', async () => {
    const [openid, other] = [someone(), someone()];
    const record = someRecord(openid);
    await importMeasurements([record]);
    const fresh = someRecord(other);

    expect(await importMeasurements([fresh, fresh])).toEqual([
      { index: 1, field: 'record_id', reason: 'it is in the file twice' },
    ]);
    const taken = {
      field: 'record_id',
      reason: 'it belongs to a measurement of another user or another time',
    };
    expect(await importMeasurements([fresh, { ...record, openid: other }])).toEqual([{ index: 1, ...taken }]);
    expect(await importMeasurements([{ ...record, created_at: 5 }, fresh])).toEqual([{ index: 0, ...taken }]);
    expect(await listOf(other)).toEqual([]);
  });

  it('lets two files with one record_id race: one user gets it', async () => {
    const [openid, other] = [someone(), someone()];
    const record = someRecord(openid);

    const results = await Promise.allSettled([
      importMeasurements([record]),
      importMeasurements([{ ...record, openid: other }]),
    ]);

    const counts = [(await listOf(openid)).length, (await listOf(other)).length];
    expect(counts.sort()).toEqual([0, 1]);
    expect(results.filter((one) => one.status === 'fulfilled' && 'imported' in one.value)).toHaveLength(1);
  });
});
