import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { fixFingers } from '../../lib/h5/fingers.ts';
import { importMeasurements } from '../../lib/h5/import.ts';
import { recordKey } from '../../lib/h5/keys.ts';
import { write } from '../../lib/store/store.ts';
import { someone, someRecord } from '../support/h5.ts';
import { admin, adminJson, DONE, NOT_DONE, WRONG_COMMAND } from './support.ts';

let directory: string;
beforeAll(async () => {
  directory = await mkdtemp(join(tmpdir(), 'callme-measurements-'));
});
afterAll(() => rm(directory, { recursive: true, force: true }));

const file = async (content: unknown): Promise<string> => {
  const path = join(directory, 'measurements.json');
  const isText = typeof content === 'string' || Buffer.isBuffer(content);
  await writeFile(path, isText ? content : JSON.stringify(content));
  return path;
};

describe('measurements fix-fingers', () => {
  /** Measurements from before the count was marked. */
  const older = async (openid: string, ...fingers: number[]) => {
    const records = fingers.map((finger) => someRecord(openid, { finger }));
    await importMeasurements(records);
    for (const record of records) await write({ update: recordKey(record), remove: ['fromLittleFinger'] });
  };
  const fingersOf = async (openid: string) =>
    (await adminJson<{ finger: number }[]>('measurements', 'list', openid))
      .map(({ finger }) => finger)
      .reverse();

  it('turns the left hand of older measurements, once, and nothing that is brought in since', async () => {
    const [old, recent] = [someone(), someone()];
    await older(old, 0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10);
    await importMeasurements([someRecord(recent, { finger: 1 })]);

    expect(await admin('measurements', 'fix-fingers', '--dry-run')).toMatchObject({
      exitCode: DONE,
      stdout: '4 measurements would be changed.\n',
    });
    expect(await fingersOf(old)).toEqual([0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10]);

    expect(await admin('measurements', 'fix-fingers')).toMatchObject({
      stdout: '4 measurements are changed.\n',
    });
    for (const run of [1, 2, 3]) {
      expect(await fingersOf(old), `run ${run}`).toEqual([0, 5, 4, 3, 2, 1, 6, 7, 8, 9, 10]);
      expect(await adminJson('measurements', 'fix-fingers')).toEqual({ fixed: 0, dryRun: false });
    }
    expect(await fingersOf(recent)).toEqual([1]);
  });

  it('changes each once when two run at once, and none that an import has written meanwhile', async () => {
    const openid = someone();
    await older(openid, ...Array<number>(30).fill(1));

    const done = await Promise.all([fixFingers({ dryRun: false }), fixFingers({ dryRun: false })]);

    expect(done[0] + done[1]).toBe(30);
    expect(await fingersOf(openid)).toEqual(Array(30).fill(5));
  });

  it('takes a switch without a value only', async () => {
    expect((await admin('measurements', 'fix-fingers', '--dry-run=yes')).exitCode).toBe(WRONG_COMMAND);
    expect((await admin('measurements', 'fix-fingers', '--wet-run')).exitCode).toBe(WRONG_COMMAND);
  });
});

describe('measurements import', () => {
  it('brings a file in, and list shows it', async () => {
    const openid = someone();
    const path = await file([someRecord(openid, { remark: '早' }), someRecord(openid)]);

    expect(await admin('measurements', 'import', path)).toEqual({
      exitCode: DONE,
      stdout: '2 measurements are brought in.\n',
      stderr: '',
    });
    expect(await adminJson<object[]>('measurements', 'list', openid)).toMatchObject([
      { remark: '', has_paid: false },
      { remark: '早', has_paid: false },
    ]);
    expect((await admin('measurements', 'list', openid)).stdout).toMatch(
      /^record_id +created_at +heart_rate/,
    );
  });

  it('says what is wrong and where, and brings nothing in', async () => {
    const openid = someone();
    const bad = Array.from({ length: 25 }, () => ({ ...someRecord(openid), c0: 11 }));

    const { exitCode, stderr } = await admin(
      'measurements',
      'import',
      await file([someRecord(openid), ...bad]),
    );

    expect(exitCode).toBe(NOT_DONE);
    expect(stderr.split('\n').slice(0, 2)).toEqual([
      'Nothing was brought in:',
      '  [1].c0: it is missing or wrong',
    ]);
    expect(stderr).toMatch(/ {2}\[20\]\.c0: it is missing or wrong\n {2}and 5 more\n$/);
    expect(await admin('measurements', 'list', openid)).toMatchObject({
      stdout: 'There is no measurement of this openid.\n',
    });
  });

  it.each([
    ['UTF-8 with a byte order mark', (text: string) => Buffer.from(`\ufeff${text}`)],
    ['UTF-16, as PowerShell writes', (text: string) => Buffer.from(`\ufeff${text}`, 'utf16le')],
    ['GB18030', (text: string) => Buffer.from(text.replace('早', '\xd4\xe7'), 'latin1')],
  ])('reads a file in %s, where its user is', async (_, encode) => {
    const openid = someone();
    const path = await file(encode(JSON.stringify([someRecord(openid, { remark: '早' })])));
    vi.stubEnv('INIT_CWD', directory);

    expect(await admin('measurements', 'import', basename(path))).toMatchObject({ exitCode: DONE });
    expect(await adminJson('measurements', 'list', openid)).toMatchObject([{ remark: '早' }]);
    vi.unstubAllEnvs();
  });

  it('says so when the file is none, or no JSON', async () => {
    const missing = await admin('measurements', 'import', join(directory, 'none.json'));
    const broken = await admin('measurements', 'import', await file('[{'));

    expect(missing).toMatchObject({
      exitCode: NOT_DONE,
      stderr: expect.stringMatching(/none\.json cannot be read \(ENOENT\)\.\n$/),
    });
    expect(broken).toMatchObject({
      exitCode: NOT_DONE,
      stderr: expect.stringMatching(/cannot be read as JSON: /),
    });
    expect((await admin('measurements', 'import')).exitCode).toBe(WRONG_COMMAND);
  });
});
