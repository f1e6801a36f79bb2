import { describe, expect, it } from 'vitest';
import { admin, adminProcess, DONE, WRONG_COMMAND } from './support.ts';

describe('--help', () => {
  it('lists every command', async () => {
    const { exitCode, stdout, stderr } = await admin('--help');

    expect({ exitCode, stderr }).toEqual({ exitCode: DONE, stderr: '' });
    expect(stdout.match(/^ {2}(apps|admins|sellers|recipes|devices|replies|measurements) \w+/gm)).toEqual([
      '  apps put',
      '  apps list',
      '  apps check',
      '  apps remove',
      '  admins invite',
      '  admins add',
      '  admins list',
      '  sellers list',
      '  sellers show',
      '  sellers renew',
      '  sellers zone',
      '  recipes import',
      '  recipes export',
      '  recipes list',
      '  recipes remove',
      '  devices add',
      '  devices list',
      '  devices secret',
      '  devices remove',
      '  devices type',
      '  devices strays',
      '  replies put',
      '  replies picture',
      '  replies news',
      '  replies remove',
      '  replies list',
      '  measurements import',
      '  measurements list',
      '  measurements fix',
    ]);
    expect(stdout).toMatch(/--stage <stage>/);
  });

  it('explains the commands of a group, and one command', async () => {
    const group = await admin('sellers', '--help');
    const one = await admin('sellers', 'renew', '-h');

    expect(group.stdout.match(/Usage: .*/g)).toEqual([
      'Usage: npm run admin -- sellers list',
      'Usage: npm run admin -- sellers show <seller>',
      'Usage: npm run admin -- sellers renew <telNum> <months>',
      'Usage: npm run admin -- sellers zone <seller> <zone>',
    ]);
    expect(one.stdout).toMatch(/^Usage: npm run admin -- sellers renew <telNum> <months>\n/);
    expect([group.exitCode, one.exitCode]).toEqual([DONE, DONE]);
  });

  it('needs no server', async () => {
    const { exitCode, stdout, stderr } = await adminProcess(['--help'], {
      env: { AWS_ENDPOINT_URL_DYNAMODB: undefined, CALLME_TABLE: undefined, PORT: '9' },
    });

    expect({ exitCode, stderr }).toEqual({ exitCode: DONE, stderr: '' });
    expect(stdout).toMatch(/^Administers a deployment/);
  });

  it('fits in 120 columns', async () => {
    const groups = await Promise.all(
      [[], ['apps'], ['admins'], ['sellers'], ['recipes'], ['devices'], ['replies'], ['measurements']].map(
        (g) => admin(...g, '--help'),
      ),
    );

    for (const line of groups.flatMap(({ stdout }) => stdout.split('\n'))) {
      expect(line.length, line).toBeLessThanOrEqual(120);
    }
  });
});

describe('a wrong command', () => {
  it.each([
    [[], 'A command is missing.', 'Usage: npm run admin -- <group> <command>'],
    [['stalls', 'list'], 'There is no group "stalls".', 'Usage: npm run admin -- <group> <command>'],
    [['constructor'], 'There is no group "constructor".', 'Usage: npm run admin -- <group> <command>'],
    [['sellers'], 'A command is missing.', 'Usage: npm run admin -- sellers show <seller>'],
    [['sellers', 'drop'], 'There is no command "sellers drop".', 'Usage: npm run admin -- sellers list'],
    [
      ['sellers', 'drop', '--help'],
      'There is no command "sellers drop".',
      'Usage: npm run admin -- sellers list',
    ],
    [['sellers', 'show'], '<seller> is missing.', 'Usage: npm run admin -- sellers show <seller>'],
    [['sellers', 'renew', '13800000000'], '<months> is missing.', 'Usage: npm run admin -- sellers renew'],
    [['sellers', 'show', '1', '2'], '"2" is one word too many.', 'Usage: npm run admin -- sellers show'],
    [['sellers', 'list', '--all'], "Unknown option '--all'.", 'Usage: npm run admin -- sellers list'],
    [['apps', 'put', '1'], '--appid is missing.', 'Usage: npm run admin -- apps put <id>'],
    [
      ['apps', 'put', '1', '--appid'],
      "Option '--appid <value>' argument missing.",
      'Usage: npm run admin -- apps put',
    ],
    [['apps', 'list', '--stage'], '--stage needs a value.', 'npm run admin -- --help'],
    [['apps', 'list', '--stage', 'a b'], '"a b" is no stage.', 'npm run admin -- --help'],
    [['apps', 'list', '--region', 'mars/1'], '"mars/1" is no region.', 'npm run admin -- --help'],
  ])('%j is told what is wrong, and shown the usage', async (argv, sentence, usage) => {
    const { exitCode, stdout, stderr } = await admin(...argv);

    expect({ exitCode, stdout }).toEqual({ exitCode: WRONG_COMMAND, stdout: '' });
    expect(stderr.split('\n')[0]).toBe(sentence);
    expect(stderr).toContain(usage);
  });

  it('ends the program with 2', async () => {
    const { exitCode, stdout, stderr } = await adminProcess(['sellers', 'drop']);

    expect({ exitCode, stdout }).toEqual({ exitCode: WRONG_COMMAND, stdout: '' });
    expect(stderr).toMatch(/^There is no command "sellers drop"\.\n/);
  });
});
