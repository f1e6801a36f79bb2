import { readFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { dayKey } from '../../lib/callme/keys.ts';
import { intervalOf } from '../../lib/callme/waits.ts';
import { write } from '../../lib/store/store.ts';
import { openCanteen, openStall, type StallFixture } from '../support/canteen.ts';
import { admin, adminJson, DONE, NOT_DONE, WRONG_COMMAND } from './support.ts';

openCanteen();

const MINUTE = 60_000;
const SPAN = ['--from', '2026-11-19', '--to', '2026-11-21'];
let stall: StallFixture;

beforeAll(async () => {
  stall = await openStall({ sellerName: '麻辣<香锅>' });
  const lunch = { fetched: 3, noted: 3, called: 2, done: 2, selfTaken: 1, waitMs: 8 * MINUTE };
  const hours = { f11: 2, f12: 1, c12: 2, w12: 8 * MINUTE };
  const waits = { [`b${intervalOf(2 * MINUTE)}`]: 1, [`b${intervalOf(6 * MINUTE)}`]: 1 };
  await write({ update: dayKey(stall.sellerId, '2026-11-20'), add: { ...lunch, ...hours, ...waits } });
});

const stats = (...argv: string[]) => admin('stats', stall.telNum, ...argv);
const rowsOf = (stdout: string) => stdout.split('\n').map((line) => line.trim().split(/ {2,}/));

describe('stats', () => {
  it('shows a day and its hours', async () => {
    const { exitCode, stdout } = await stats('--from', '2026-11-20', '--to', '2026-11-20');

    expect(exitCode).toBe(DONE);
    expect(rowsOf(stdout)).toEqual([
      ['day', 'fetched', 'noted', 'called', 'done', 'missed', 'self-taken'].concat(
        ...['wait, mean', 'median', 'p90', 'messages', 'refused'],
      ),
      ['2026-11-20', '3', '3', '2', '2', '0', '1', '240', '125', '374', '0', '0'],
      [''],
      ['hour', 'fetched', 'called', 'wait, mean'],
      ['11:00', '2', '0', '–'],
      ['12:00', '1', '2', '240'],
      [''],
    ]);
  });

  it('shows several days, and all of them together', async () => {
    const { stdout } = await stats(...SPAN);

    expect(rowsOf(stdout).map((row) => row.slice(0, 4))).toEqual([
      ['day', 'fetched', 'noted', 'called'],
      ['2026-11-19', '0', '0', '0'],
      ['2026-11-20', '3', '3', '2'],
      ['2026-11-21', '0', '0', '0'],
      ['all', '3', '3', '2'],
      [''],
    ]);
  });

  it('shows today, or until today', async () => {
    const today = await adminJson<{ days: unknown[] }>('stats', String(stall.sellerId));
    const until = await adminJson<{ days: unknown[]; fetched: number }>(
      ...['stats', String(stall.sellerId), '--from', (today.days[0] as { day: string }).day],
    );

    expect(today.days).toHaveLength(1);
    expect(until).toEqual(today);
  });

  it('prints a row for each day as Excel opens it', async () => {
    const { stdout } = await stats(...SPAN, '--csv');

    expect(stdout).toBe(
      '\ufeffday,fetched,noted,called,done,missed,selfTaken,averageWaitSeconds,medianWaitSeconds,p90WaitSeconds,messagesSent,messagesRefused\r\n' +
        '2026-11-19,0,0,0,0,0,0,,,,0,0\r\n' +
        '2026-11-20,3,3,2,2,0,1,240,125,374,0,0\r\n' +
        '2026-11-21,0,0,0,0,0,0,,,,0,0\n',
    );
  });

  it.each([
    ['a day by its hours', ['--from', '2026-11-20', '--to', '2026-11-20'], /12 时 h: 取号 fetched 1/],
    ['days', SPAN, /11-20: 取号 fetched 3/],
  ])('draws %s', async (_, span, words) => {
    const file = join(tmpdir(), `stats-${span.join('')}.svg`);
    const { exitCode } = await stats(...span, '--svg', file);
    const svg = await readFile(file, 'utf8');

    expect(exitCode).toBe(DONE);
    expect(svg).toMatch(/^<svg xmlns="http:\/\/www\.w3\.org\/2000\/svg"/);
    expect(svg).toContain('麻辣&lt;香锅&gt;, 2026-11-');
    expect(svg).toContain('prefers-color-scheme: dark');
    expect(svg).toMatch(words);
  });

  it('says when a file cannot be written', async () => {
    const { exitCode, stderr } = await stats('--svg', '/nowhere/day.svg');

    expect(exitCode).toBe(NOT_DONE);
    expect(stderr).toBe('/nowhere/day.svg cannot be written (ENOENT).\n');
  });

  it.each([
    [['--to', '2026-11-20'], '--from is missing.'],
    [['--from', '2026-02-30'], '"2026-02-30" is no day, such as 2026-11-20.'],
    [['--from', 'yesterday'], '"yesterday" is no day, such as 2026-11-20.'],
    [['--from', '2026-11-21', '--to', '2026-11-20'], '2026-11-21 is later than 2026-11-20.'],
    [['--from', '2026-01-01', '--to', '2026-03-04'], '63 days are too many: ask for 62 at most.'],
  ])('refuses %j', async (argv, sentence) => {
    const { exitCode, stderr } = await stats(...argv);

    expect(exitCode).toBe(WRONG_COMMAND);
    expect(stderr.split('\n')[0]).toBe(sentence);
    expect(stderr).toContain('Usage: npm run admin -- stats <seller> [--from <from>]');
  });

  it('needs a stall that there is', async () => {
    expect((await admin('stats')).stderr.split('\n')[0]).toBe('<seller> is missing.');
    expect((await admin('stats', '999999')).stderr).toMatch(/^There is no stall 999999/);
    expect((await admin('stats', '--help')).stdout).toMatch(/^Usage: npm run admin -- stats <seller>/);
  });
});
