import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { someone, someRecord } from '../support/h5.ts';
import { admin, adminJson, DONE, NOT_DONE, WRONG_COMMAND } from './support.ts';

let directory: string;
beforeAll(async () => {
  directory = await mkdtemp(join(tmpdir(), 'callme-measurements-'));
});
afterAll(() => rm(directory, { recursive: true, force: true }));

const file = async (content: unknown): Promise<string> => {
  const path = join(directory, 'measurements.json');
  await writeFile(path, typeof content === 'string' ? content : JSON.stringify(content));
  return path;
};

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

  it('says so when the file is none, or no JSON', async () => {
    const missing = await admin('measurements', 'import', join(directory, 'none.json'));
    const broken = await admin('measurements', 'import', await file('[{'));

    expect(missing).toMatchObject({
      exitCode: NOT_DONE,
      stderr: expect.stringMatching(/none\.json cannot be read as JSON: ENOENT/),
    });
    expect(broken).toMatchObject({
      exitCode: NOT_DONE,
      stderr: expect.stringMatching(/cannot be read as JSON: /),
    });
    expect((await admin('measurements', 'import')).exitCode).toBe(WRONG_COMMAND);
  });
});
