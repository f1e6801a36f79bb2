import { describe, expect, it } from 'vitest';
import { ask, type H5Reply, openAccount, patient } from '../support/h5.ts';

openAccount();

type Patient = Awaited<ReturnType<typeof patient>>;

const remark = ({ sid, pathParameters }: Patient, text: string, method = 'POST') =>
  ask('remark', { method, sid, pathParameters, body: { remark: text } });
const pay = ({ sid, record_id }: Patient) => ask('payment', { method: 'POST', sid, body: { record_id } });
const share = ({ sid, pathParameters }: Patient) => ask('share', { sid, pathParameters });
const endShares = ({ sid, pathParameters }: Patient) =>
  ask('share_end', { method: 'DELETE', sid, pathParameters });
const measurementOf = async ({ sid }: Patient) =>
  ((await ask('measurements', { sid })).body.data as Record<string, unknown>[])[0];
const tokenOf = ({ body }: H5Reply) => (body.data as { token: string }).token;
const isGood = async (token: string) =>
  (await ask('shared_analyze', { pathParameters: { token } })).body.ok === true;
const five = <T>(act: () => Promise<T>) => Promise.all(Array.from({ length: 5 }, act));

/** Every answer is the same, and good. */
const expectSame = (replies: H5Reply[]) => {
  expect(replies[0]).toMatchObject({ status: 200, body: { ok: true } });
  expect(new Set(replies.map(({ raw }) => raw)).size).toBe(1);
};

describe('asked twice at once, and again after the answer was lost', () => {
  it('a remark is noted as it is', async () => {
    const someone = await patient();
    expectSame([...(await five(() => remark(someone, '饭后'))), await remark(someone, '饭后', 'PUT')]);
    expect(await measurementOf(someone)).toMatchObject({ remark: '饭后' });
  });

  it('two remarks at once leave one of them whole, and what else is said of the measurement', async () => {
    const someone = await patient();
    await Promise.all([remark(someone, '饭前'), remark(someone, '饭后'), pay(someone)]);

    expect(await measurementOf(someone)).toMatchObject({
      remark: expect.stringMatching(/^饭[前后]$/),
      has_paid: true,
    });
  });

  it('a payment is one, and stays', async () => {
    const someone = await patient();
    expectSame([...(await five(() => pay(someone))), await pay(someone)]);
    expect(await measurementOf(someone)).toMatchObject({ has_paid: true, show_full_report: true });
  });

  it('share links are all good: a lost one harms nobody', async () => {
    const someone = await patient();
    const tokens = (await five(() => share(someone))).map(tokenOf);

    expect(new Set(tokens).size).toBe(5);
    for (const token of tokens) expect(await isGood(token)).toBe(true);
  });

  it('links end once and for all, and one that is made afterwards is good', async () => {
    const someone = await patient();
    const before = tokenOf(await share(someone));

    expectSame([...(await five(() => endShares(someone))), await endShares(someone)]);

    expect(await isGood(before)).toBe(false);
    expect(await isGood(tokenOf(await share(someone)))).toBe(true);
  });
});
